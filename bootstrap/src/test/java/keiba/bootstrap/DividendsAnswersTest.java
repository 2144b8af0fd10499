package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of {@code keiba dividends} to valid input. */
class DividendsAnswersTest {
    /** Replaces single quotes by double quotes. */
    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static JsonNode answer(String json) {
        return Keiba.dividends(quoted(json)).answer();
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    @Test
    void answers_the_example_of_the_contract_exactly() {
        String out = Keiba.dividends(
                        quoted("{'runners':8,'stakes':{'WIN':{'1':1230000,'2':456000}},'result':[[1],[2],[3]]}"))
                .out();

        assertThat(out)
                .isEqualTo(quoted("{'WIN':{'sales':1686000,'refunded':0,'outcome':'DIVIDEND','winning':['1'],"
                                + "'dividends':{'1':110},'plus10':'GRANTED','paid':1353000,'retained':333000,"
                                + "'odds':{'1':{'odds':'1.1','stake':1230000,'popularity':1},"
                                + "'2':{'odds':'2.9','stake':456000,'popularity':2},"
                                + "'3':{'odds':null,'stake':0},'4':{'odds':null,'stake':0},"
                                + "'5':{'odds':null,'stake':0},'6':{'odds':null,'stake':0},"
                                + "'7':{'odds':null,'stake':0},'8':{'odds':null,'stake':0}}}}")
                        + "\n");
    }

    @Test
    void answers_for_a_named_bet_type_without_sales() {
        assertThat(Keiba.dividends(quoted("{'runners':8,'stakes':{'PLACE':{}},'result':[[1],[2],[3]]}"))
                        .out())
                .startsWith(quoted("{'PLACE':{'sales':0,'refunded':0,'outcome':'NO_SALES','winning':['1','2','3'],"
                        + "'paid':0,'retained':0,'odds':{'1':{'odds_min':null,'odds_max':null,'stake':0},"));
    }

    @Test
    void writes_all_fields_in_the_order_of_the_contract() {
        JsonNode special = answer("{'race_id':'S','runners':2,'stakes':{'WIN':{'1':100}},'result':[[2]]}");
        JsonNode open = answer("{'race_id':'S','runners':2,'stakes':{'WIN':{'1':100}}}");

        assertThat(names(special)).containsExactly("race_id", "WIN");
        assertThat(names(special.get("WIN")))
                .containsExactly(
                        "sales", "refunded", "outcome", "winning", "special_dividend", "paid", "retained", "odds");
        assertThat(names(open.get("WIN"))).containsExactly("sales", "refunded", "odds");
    }

    @ParameterizedTest
    @CsvSource({"'S1'", "'第3競走 🐎'", "''", "7", "-7", "0", "123456789012345678901234567890"})
    void returns_the_race_id_as_it_was_given(String id) {
        String json = id.matches("-?\\d+") ? id : '"' + id + '"';

        assertThat(Keiba.dividends("{\"stakes\":{},\"runners\":2,\"race_id\":" + json + "}")
                        .out())
                .startsWith("{\"race_id\":" + json + ",\"WIN\":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2  | WIN",
                "3  | WIN QUINELLA EXACTA",
                "4  | WIN QUINELLA WIDE EXACTA TRIO TRIFECTA",
                "5  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA",
                "8  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA",
                "9  | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA",
                "18 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA",
            })
    void answers_for_every_bet_type_on_sale_if_the_input_names_none(int runners, String types) {
        JsonNode answer = answer("{'runners':" + runners
                + ",'stakes':{},'result':[[1],[2],[3]]}"
                        .replace("[3]", runners > 2 ? "[3]" : "")
                        .replace(",]", "]"));

        assertThat(names(answer)).containsExactly(types.split(" "));
        assertThat(answer).allSatisfy(type -> {
            assertThat(type.get("outcome").asText()).isEqualTo("NO_SALES");
            assertThat(type.get("sales").asLong()).isZero();
            assertThat(type.get("paid").asLong()).isZero();
        });
    }

    @Test
    void sells_bracket_quinella_if_a_bracket_has_two_horses_at_the_start_of_sales() {
        assertThat(names(answer("{'runners':9,'withdrawn':[1],'stakes':{}}"))).contains("BRACKET_QUINELLA");
        assertThat(names(answer("{'runners':9,'withdrawn':[9],'stakes':{}}"))).doesNotContain("BRACKET_QUINELLA");
    }

    @Test
    void the_bet_types_and_places_paid_of_the_input_replace_the_rule_book() {
        JsonNode answer = answer("{'runners':4,'on_sale':['TRIO','PLACE'],'places_paid':2,"
                + "'stakes':{'PLACE':{'1':100,'2':100,'3':100}},'result':[[1],[2],[3]]}");

        assertThat(names(answer)).containsExactly("PLACE", "TRIO");
        assertThat(answer.at("/PLACE/winning")).hasToString("[\"1\",\"2\"]");
        assertThat(names(answer("{'runners':8,'on_sale':[],'stakes':{}}"))).isEmpty();
    }

    @Test
    void pays_three_places_from_eight_entries_on_and_two_below() {
        String rest = ",'stakes':{},'result':[[1],[2],[3]]}";

        assertThat(answer("{'runners':8" + rest).at("/PLACE/winning")).hasSize(3);
        assertThat(answer("{'runners':7" + rest).at("/PLACE/winning")).hasSize(2);
        assertThat(answer("{'runners':8,'withdrawn':[8],'entries_at_sale_start':7" + rest)
                        .at("/PLACE/winning"))
                .hasSize(2);
        assertThat(answer("{'runners':8,'scratched':[8],'entries_at_sale_start':8" + rest)
                        .at("/PLACE/winning"))
                .hasSize(3);
    }

    @Test
    void lists_combinations_in_numeric_order() {
        JsonNode answer = answer(
                "{'runners':11,'stakes':{'WIN':{'10':200,'2':100},'QUINELLA':{},'EXACTA':{}},'result':[[10,2,1]]}");

        assertThat(names(answer.at("/WIN/odds")))
                .containsExactly(
                        IntStream.rangeClosed(1, 11).mapToObj(Integer::toString).toArray(String[]::new));
        assertThat(answer.at("/WIN/winning")).hasToString("[\"1\",\"2\",\"10\"]");
        assertThat(names(answer.at("/WIN/dividends"))).containsExactly("2", "10");
        assertThat(names(answer.at("/QUINELLA/odds"))).startsWith("1-2", "1-3").contains("1-10", "1-11", "2-3");
        assertThat(names(answer.at("/QUINELLA/odds")).subList(9, 11)).containsExactly("1-11", "2-3");
        assertThat(answer.at("/EXACTA/winning")).hasToString("[\"1>2\",\"1>10\",\"2>1\",\"2>10\",\"10>1\",\"10>2\"]");
    }

    @Test
    void does_not_list_a_withdrawn_horse() {
        JsonNode answer = answer("{'runners':9,'withdrawn':[2],'stakes':{}}");

        assertThat(names(answer.at("/WIN/odds"))).containsExactly("1", "3", "4", "5", "6", "7", "8", "9");
        assertThat(answer.at("/TRIFECTA/odds")).hasSize(8 * 7 * 6);
        assertThat(names(answer.at("/BRACKET_QUINELLA/odds")))
                .contains("1-3", "8-8")
                .doesNotContain("1-2", "2-3", "1-1");
    }

    @Test
    void refunds_and_marks_combinations_of_a_scratched_horse_and_shows_their_stakes() {
        JsonNode win = answer(
                        "{'runners':8,'scratched':[4],'stakes':{'WIN':{'1':1000,'4':700,'6':300}},'result':[[6]]}")
                .get("WIN");

        assertThat(win.get("sales").asLong()).isEqualTo(2_000);
        assertThat(win.get("refunded").asLong()).isEqualTo(700);
        assertThat(win.at("/dividends/6").asLong()).isEqualTo(340);
        assertThat(win.get("paid").asLong()).isEqualTo(1_020);
        assertThat(win.get("retained").asLong()).isEqualTo(280);
        assertThat(win.at("/odds/4")).hasToString(quoted("{'odds':null,'stake':700,'mark':'SCRATCHED'}"));
        assertThat(win.at("/odds/1")).hasToString(quoted("{'odds':'1.1','stake':1000,'popularity':1}"));
        assertThat(win.at("/odds/6")).hasToString(quoted("{'odds':'3.4','stake':300,'popularity':2}"));
    }

    @Test
    void refunds_bracket_pairs_only_when_a_bracket_has_no_runner_left() {
        String race =
                "{'runners':10,'scratched':[%s],'stakes':{'BRACKET_QUINELLA':{'1-7':400000,'7-7':50000,'7-8':350000}}}";

        JsonNode one = answer(race.formatted("8")).get("BRACKET_QUINELLA");
        JsonNode both = answer(race.formatted("7,8")).get("BRACKET_QUINELLA");

        assertThat(one.get("refunded").asLong()).isEqualTo(50_000);
        assertThat(one.at("/odds/7-7/mark").asText()).isEqualTo("SCRATCHED");
        assertThat(one.at("/odds/1-7").has("mark")).isFalse();
        assertThat(both.get("refunded").asLong()).isEqualTo(800_000);
    }

    @Test
    void uses_the_brackets_of_the_input() {
        JsonNode answer = answer("{'runners':3,'brackets':{'1':8,'2':8,'3':2},'on_sale':['BRACKET_QUINELLA'],"
                + "'stakes':{'BRACKET_QUINELLA':{'2-8':300,'8-8':200}},'result':[[2],[1],[3]]}");

        assertThat(names(answer.at("/BRACKET_QUINELLA/odds"))).containsExactly("2-8", "8-8");
        assertThat(answer.at("/BRACKET_QUINELLA/winning")).hasToString("[\"8-8\"]");
    }

    @Test
    void shows_ranges_of_odds_for_place_and_wide_and_marks_capped_odds() {
        JsonNode answer = answer("{'runners':8,'stakes':{'PLACE':{'1':100,'2':90000000,'3':900,'4':900},"
                + "'WIN':{'1':100,'2':100000000},'WIDE':{'1-2':600,'1-3':300,'2-3':100}}}");

        assertThat(answer.at("/WIN/odds/1"))
                .hasToString(quoted("{'odds':'999.9','stake':100,'popularity':2,'mark':'CAPPED'}"));
        assertThat(answer.at("/PLACE/odds/1"))
                .hasToString(
                        quoted("{'odds_min':'3.2','odds_max':'999.9','stake':100,'popularity':4,'mark':'CAPPED'}"));
        assertThat(names(answer.at("/WIDE/odds/1-2"))).containsExactly("odds_min", "odds_max", "stake", "popularity");
    }

    @Test
    void ranks_combinations_by_live_stake_with_equal_ranks_for_ties() {
        JsonNode odds = answer("{'runners':5,'scratched':[5],'stakes':{'WIN':{'1':200,'2':300,'3':300,'5':900}}}")
                .at("/WIN/odds");

        assertThat(odds.at("/2/popularity").asInt()).isEqualTo(1);
        assertThat(odds.at("/3/popularity").asInt()).isEqualTo(1);
        assertThat(odds.at("/1/popularity").asInt()).isEqualTo(3);
        assertThat(odds.get("4").has("popularity")).isFalse();
        assertThat(odds.get("5").has("popularity")).isFalse();
    }

    @Test
    void pays_a_special_dividend_if_no_stake_is_on_a_winner() {
        JsonNode trifecta = answer("{'runners':4,'stakes':{'TRIFECTA':{'1>2>3':12300,'2>1>3':8000,'3>2>1':700}},"
                        + "'result':[[4],[2],[1],[3]]}")
                .get("TRIFECTA");

        assertThat(trifecta.get("outcome").asText()).isEqualTo("SPECIAL");
        assertThat(trifecta.get("winning")).hasToString("[\"4>2>1\"]");
        assertThat(trifecta.get("special_dividend").asLong()).isEqualTo(70);
        assertThat(trifecta.get("paid").asLong()).isEqualTo(14_700);
        assertThat(trifecta.has("dividends")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]             | VOID VOID VOID VOID VOID VOID VOID",
                "[[1]]          | DIVIDEND DIVIDEND VOID VOID VOID VOID VOID",
                "[[1],[2]]      | DIVIDEND DIVIDEND DIVIDEND DIVIDEND DIVIDEND VOID VOID",
                "[[1],[2],[3]]  | DIVIDEND DIVIDEND DIVIDEND DIVIDEND DIVIDEND DIVIDEND DIVIDEND",
            })
    void refunds_bet_types_without_a_winner_when_few_horses_finish(String result, String outcomes) {
        JsonNode answer = answer("{'runners':8,'result':" + result + ",'stakes':{'WIN':{'1':1000},'PLACE':{'1':1000},"
                + "'QUINELLA':{'1-2':1000},'WIDE':{'1-2':1000},'EXACTA':{'1>2':1000},'TRIO':{'1-2-3':1000},"
                + "'TRIFECTA':{'1>2>3':1000}}}");

        assertThat(answer).extracting(type -> type.get("outcome").asText()).containsExactly(outcomes.split(" "));
        assertThat(answer)
                .filteredOn(type -> type.get("outcome").asText().equals("VOID"))
                .allSatisfy(type -> {
                    assertThat(type.get("winning")).isEmpty();
                    assertThat(type.get("refunded").asLong()).isEqualTo(1_000);
                    assertThat(type.get("paid").asLong()).isZero();
                    assertThat(type.get("retained").asLong()).isZero();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2,3,4] | {'odds':null,'stake':500}",
                "[1,2,3,4,5] | {'odds':null,'stake':500,'mark':'SCRATCHED'}"
            },
            quoteCharacter = '"')
    void refunds_all_stakes_when_at_most_one_runner_is_left(String scratched, String five) {
        String race = "{'runners':5,'scratched':" + scratched + ",'stakes':{'WIN':{'1':1000,'5':500}}";
        JsonNode open = answer(race + "}");
        JsonNode settled = answer(race + ",'result':[]}");

        assertThat(open.at("/WIN/refunded").asLong()).isEqualTo(1_500);
        assertThat(open.get("WIN").has("outcome")).isFalse();
        assertThat(settled)
                .allSatisfy(type -> assertThat(type.get("outcome").asText()).isEqualTo("VOID"));
        assertThat(settled.at("/WIN/refunded").asLong()).isEqualTo(1_500);
        assertThat(open.get("WIN").get("odds")).isEqualTo(settled.get("WIN").get("odds"));
        assertThat(settled.at("/WIN/odds/1")).hasToString(quoted("{'odds':null,'stake':1000,'mark':'SCRATCHED'}"));
        assertThat(settled.at("/WIN/odds/5")).hasToString(quoted(five));
    }

    @Test
    void a_bet_type_whose_stakes_are_all_refunded_is_void_and_names_its_winner() {
        JsonNode win = answer("{'runners':8,'scratched':[4],'stakes':{'WIN':{'4':700}},'result':[[6]]}")
                .get("WIN");

        assertThat(win.get("outcome").asText()).isEqualTo("VOID");
        assertThat(win.get("winning")).hasToString("[\"6\"]");
        assertThat(win.get("refunded").asLong()).isEqualTo(700);
    }

    @Test
    void reports_that_plus10_was_refused() {
        JsonNode place = answer(
                        "{'runners':8,'stakes':{'PLACE':{'1':9300000,'2':250000,'3':180000,'4':120000,'5':80000,"
                                + "'6':40000,'7':20000,'8':10000}},'result':[[1],[2],[3]]}")
                .get("PLACE");

        assertThat(place.get("plus10").asText()).isEqualTo("REFUSED");
        assertThat(place.get("dividends")).hasToString(quoted("{'1':100,'2':100,'3':120}"));
        assertThat(place.get("retained").asLong()).isEqualTo(234_000);
    }

    @Test
    void uses_the_rule_book_that_the_input_names() {
        JsonNode jra = answer("{'runners':9,'stakes':{}}");
        JsonNode nar = answer("{'rules':'NAR','runners':9,'stakes':{'WIN':{'1':1230000,'2':456000},"
                + "'EXACTA':{'1>2':100,'2>1':900},'BRACKET_EXACTA':{}},'result':[[1],[2],[3]]}");

        assertThat(names(nar)).containsExactly("WIN", "EXACTA", "BRACKET_EXACTA");
        assertThat(nar.at("/WIN/dividends/1").asLong()).isEqualTo(100);
        assertThat(nar.get("WIN").has("plus10")).isFalse();
        assertThat(names(nar.at("/BRACKET_EXACTA/odds"))).contains("8>8", "2>1").doesNotContain("1>1");
        assertThat(nar.at("/BRACKET_EXACTA/odds")).hasSize(8 * 7 + 1);
        assertThat(jra.has("BRACKET_EXACTA")).isFalse();
        assertThat(answer("{'rules':'NAR-SAGA','runners':9,'stakes':{}}").has("BRACKET_EXACTA"))
                .isFalse();
    }

    @Test
    void uses_the_payback_and_the_premium_of_the_input() {
        String race = "{'runners':2,'stakes':{'WIN':{'1':50000,'2':50000}},'result':[[1]]%s}";

        assertThat(answer(race.formatted("")).at("/WIN/dividends/1").asLong()).isEqualTo(160);
        assertThat(answer(race.formatted(",'payback_per_mille':{'WIN':700}"))
                        .at("/WIN/dividends/1")
                        .asLong())
                .isEqualTo(140);
        assertThat(answer(race.formatted(",'premium_per_mille':{'WIN':50}"))
                        .at("/WIN/dividends/1")
                        .asLong())
                .isEqualTo(170);
    }

    @Test
    void treats_a_null_result_as_none_and_ignores_unknown_fields() {
        String race = "'runners':8,'stakes':{'WIN':{'1':100}}";

        assertThat(answer(
                        "{" + race + ",'result':null,'date':'2026-11-22','x':{'y':[1.5e3,null,true,{'z':'\\ud83d'}]}}"))
                .isEqualTo(answer("{" + race + "}"));
    }

    @Test
    void treats_a_stake_of_zero_as_no_stake() {
        assertThat(answer("{'runners':8,'stakes':{'WIN':{'1':100,'2':0,'3':-0}}}"))
                .isEqualTo(answer("{'runners':8,'stakes':{'WIN':{'1':100}}}"));
    }

    @Test
    void reads_races_pretty_printed_one_per_line_or_without_separators() {
        String one = "{\"race_id\":1,\"runners\":2,\"stakes\":{}}";
        String pretty = "\r\n{\n\t\"race_id\" : 1,\n  \"runners\" : 2,\n  \"stakes\" : { }\n}\n\n";
        String answer = Keiba.dividends(one).out();

        assertThat(Keiba.dividends(one + one + pretty + one + "\n" + one).out()).isEqualTo(answer.repeat(5));
    }

    @Test
    void ignores_a_byte_order_mark_only_at_the_beginning() {
        String one = "{\"race_id\":1,\"runners\":2,\"stakes\":{}}";

        assertThat(Keiba.dividends("\ufeff" + one)).isEqualTo(Keiba.dividends(one));
        assertThat(Keiba.dividends(one + "\ufeff" + one).err())
                .startsWith("keiba: race 2: not JSON at line 1, column 41: Unexpected character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n", "\ufeff"})
    void writes_nothing_for_an_empty_input(String input) {
        assertThat(Keiba.dividends(input)).isEqualTo(new Keiba.Run(0, "", ""));
    }
}
