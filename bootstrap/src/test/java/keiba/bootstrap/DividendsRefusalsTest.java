package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors of {@code keiba dividends} for bad input: one line that names the race and the field. */
class DividendsRefusalsTest {
    private static final String GOOD = "{\"runners\":2,\"stakes\":{}}";

    /** Replaces single quotes by double quotes. */
    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static void assertRefused(String json, String message) {
        Run run = Keiba.dividends(quoted(json));

        assertThat(run).isEqualTo(new Run(1, "", "keiba: race 1: " + message + System.lineSeparator()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'stakes':{}}                  | runners: missing; the field is required",
                "{'runners':8}                  | stakes: missing; the field is required",
                "{}                             | runners: missing; the field is required",
                "{'runners':0,'stakes':{}}      | runners: must be an integer from 2 to 18, not 0",
                "{'runners':1,'stakes':{}}      | runners: must be an integer from 2 to 18, not 1",
                "{'runners':19,'stakes':{}}     | runners: must be an integer from 2 to 18, not 19",
                "{'runners':40,'stakes':{}}     | runners: must be an integer from 2 to 18, not 40",
                "{'runners':-8,'stakes':{}}     | runners: must be an integer from 2 to 18, not -8",
                "{'runners':8.0,'stakes':{}}    | runners: must be an integer from 2 to 18, not 8.0",
                "{'runners':'8','stakes':{}}    | runners: must be an integer from 2 to 18, not \"8\"",
                "{'runners':null,'stakes':{}}   | runners: must be an integer from 2 to 18, not null",
                "{'runners':true,'stakes':{}}   | runners: must be an integer from 2 to 18, not true",
                "{'runners':[8],'stakes':{}}    | runners: must be an integer from 2 to 18, not a list",
                "{'runners':{},'stakes':{}}     | runners: must be an integer from 2 to 18, not an object",
                "{'runners':8,'stakes':null}    | stakes: must be an object, not null",
                "{'runners':8,'stakes':[]}      | stakes: must be an object, not a list",
            })
    void requires_runners_and_stakes(String json, String message) {
        assertRefused(json, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "100.9                  | must be whole yen from 0 to 10^13, not 100.9",
                "1000.0                 | must be whole yen from 0 to 10^13, not 1000.0",
                "1e3                    | must be whole yen from 0 to 10^13, not 1e3",
                "'100'                  | must be whole yen from 0 to 10^13, not \"100\"",
                "true                   | must be whole yen from 0 to 10^13, not true",
                "null                   | must be whole yen from 0 to 10^13, not null",
                "[100]                  | must be whole yen from 0 to 10^13, not a list",
                "{}                     | must be whole yen from 0 to 10^13, not an object",
                "-100                   | must be whole yen from 0 to 10^13, not -100",
                "10000000000100         | must be whole yen from 0 to 10^13, not 10000000000100",
                "9223372036854775808    | must be whole yen from 0 to 10^13, not 9223372036854775808",
                "150                    | must be a multiple of 100 yen, not 150",
                "1                      | must be a multiple of 100 yen, not 1",
            })
    void refuses_a_stake_that_is_not_a_whole_multiple_of_100_yen(String stake, String message) {
        assertRefused("{'runners':8,'stakes':{'WIN':{'1':" + stake + "}}}", "stakes.WIN.1: " + message);
    }

    @Test
    void refuses_stakes_above_10_trillion_yen_on_a_bet_type() {
        String full = quoted("{'runners':8,'stakes':{'WIN':{'1':9999999999900,'2':100}}}");

        assertThat(Keiba.dividends(full).answer().at("/WIN/sales").asLong()).isEqualTo(10_000_000_000_000L);
        assertRefused(
                "{'runners':8,'stakes':{'WIN':{'1':9999999999900,'2':200}}}",
                "stakes.WIN.2: the stakes of this bet type exceed 10000000000000 yen in total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WIN              | 12      | must name horses from 1 to 11",
                "WIN              | 01      | must be a combination; WIN is written as 5",
                "WIN              | 0       | must be a combination; WIN is written as 5",
                "WIN              | 5-6     | must be a combination; WIN is written as 5",
                "WIN              | １      | must be a combination; WIN is written as 5",
                "WIN              | ``      | must be a combination; WIN is written as 5",
                "PLACE            | 11a     | must be a combination; PLACE is written as 5",
                "QUINELLA         | 7-3     | must be a combination; QUINELLA is written as 3-7",
                "QUINELLA         | 3>7     | must be a combination; QUINELLA is written as 3-7",
                "QUINELLA         | 3-3     | must be a combination; QUINELLA is written as 3-7",
                "QUINELLA         | 3-12    | must name horses from 1 to 11",
                "WIDE             | 3 - 7   | must be a combination; WIDE is written as 3-7",
                "EXACTA           | 3-7     | must be a combination; EXACTA is written as 3>7",
                "EXACTA           | 12>3    | must name horses from 1 to 11",
                "TRIO             | 1-7-3   | must be a combination; TRIO is written as 1-3-7",
                "TRIFECTA         | 1>3>1   | must be a combination; TRIFECTA is written as 1>3>7",
                "TRIFECTA         | 1>3     | must be a combination; TRIFECTA is written as 1>3>7",
                "BRACKET_QUINELLA | 1-9     | must be a combination; BRACKET_QUINELLA is written as 3-7",
                "BRACKET_QUINELLA | 8-1     | must be a combination; BRACKET_QUINELLA is written as 3-7",
                "BRACKET_QUINELLA | 1-1     | bracket 1 had fewer than two horses when sales started",
            })
    void refuses_a_stake_on_a_malformed_combination_or_one_not_on_sale(String type, String key, String message) {
        assertRefused(
                "{'runners':11,'stakes':{'" + type + "':{'" + key + "':100}}}",
                "stakes." + type + "." + key + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'runners':8,'stakes':{'BRACKET_QUINELLA':{'1-2':100}}            | stakes.BRACKET_QUINELLA: is not on sale with 8 entries",
                "'runners':4,'stakes':{'PLACE':{}}                                | stakes.PLACE: is not on sale with 4 entries",
                "'runners':18,'stakes':{'BRACKET_EXACTA':{}}                      | stakes.BRACKET_EXACTA: JRA does not sell BRACKET_EXACTA",
                "'runners':18,'rules':'NAR-SAGA','stakes':{'BRACKET_EXACTA':{}}   | stakes.BRACKET_EXACTA: NAR-SAGA does not sell BRACKET_EXACTA",
                "'runners':8,'on_sale':['WIN'],'stakes':{'PLACE':{'1':100}}       | stakes.PLACE: is not in the list on_sale",
                "'runners':8,'stakes':{'WIN5':{}}                                 | stakes.WIN5: must be one of the bet types WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA",
                "'runners':8,'stakes':{'win':{'1':100}}                           | stakes.win: must be one of the bet types WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA",
                "'runners':8,'stakes':{'WIN':[100]}                               | stakes.WIN: must be an object, not a list",
                "'runners':8,'stakes':{'WIN':{'1':100,'1':100}}                   | stakes.WIN.1: appears twice",
                "'runners':8,'stakes':{'WIN':{'1':100,'\\u0031':100}}             | stakes.WIN.1: appears twice",
                "'runners':8,'stakes':{'WIN':{},'WIN':{}}                         | stakes.WIN: appears twice",
                "'runners':8,'stakes':{},'stakes':{}                              | stakes: appears twice",
                "'runners':8,'withdrawn':[3],'stakes':{'WIN':{'3':100}}           | stakes.WIN.3: horse 3 was withdrawn before sales",
                "'runners':8,'withdrawn':[3],'stakes':{'TRIO':{'1-2-3':100}}      | stakes.TRIO.1-2-3: horse 3 was withdrawn before sales",
                "'runners':9,'withdrawn':[9],'on_sale':['BRACKET_QUINELLA'],'stakes':{'BRACKET_QUINELLA':{'8-8':0}} | stakes.BRACKET_QUINELLA.8-8: bracket 8 had fewer than two horses when sales started",
                "'runners':10,'withdrawn':[1],'stakes':{'BRACKET_QUINELLA':{'1-2':0}} | stakes.BRACKET_QUINELLA.1-2: bracket 1 had no horse when sales started",
            })
    void refuses_stakes_on_bet_types_not_on_sale_and_duplicate_stakes(String fields, String message) {
        assertRefused("{" + fields + "}", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'withdrawn':[9]                      | withdrawn: must name horses from 1 to 8, not 9",
                "'withdrawn':[0]                      | withdrawn: must be a list of horse numbers from 1 to 18, not 0",
                "'withdrawn':[1.0]                    | withdrawn: must be a list of horse numbers from 1 to 18, not 1.0",
                "'withdrawn':['1']                    | withdrawn: must be a list of horse numbers from 1 to 18, not \"1\"",
                "'withdrawn':1                        | withdrawn: must be a list of horse numbers from 1 to 18, not 1",
                "'withdrawn':null                     | withdrawn: must be a list of horse numbers from 1 to 18, not null",
                "'withdrawn':[3,3]                    | withdrawn: horse 3 appears twice",
                "'scratched':[12,9,1]                 | scratched: must name horses from 1 to 8, not 9, 12",
                "'scratched':[4,5,4]                  | scratched: horse 4 appears twice",
                "'scratched':{}                       | scratched: must be a list of horse numbers from 1 to 18, not an object",
                "'withdrawn':[4],'scratched':[4]      | scratched: a horse that was withdrawn before sales cannot be scratched: 4",
                "'entries_at_sale_start':7            | entries_at_sale_start: must be 8 runners minus 0 withdrawn, not 7",
                "'withdrawn':[1],'entries_at_sale_start':8 | entries_at_sale_start: must be 8 runners minus 1 withdrawn, not 8",
                "'entries_at_sale_start':null         | entries_at_sale_start: must be an integer from 0 to 18, not null",
                "'rules':'HKJC'                       | rules: unknown rule book HKJC; known are JRA, NAR, NAR-OI, NAR-KAWASAKI, NAR-FUNABASHI, NAR-URAWA, NAR-KANAZAWA, NAR-MORIOKA, NAR-MIZUSAWA, NAR-KASAMATSU, NAR-NAGOYA, NAR-KOCHI, NAR-BANEI, NAR-SAGA, NAR-HOKKAIDO, NAR-HYOGO",
                "'rules':1                            | rules: must be a string, not 1",
                "'on_sale':['WIN','WIN']              | on_sale: WIN appears twice",
                "'on_sale':['SHOW']                   | on_sale: must be one of the bet types WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA",
                "'on_sale':['BRACKET_EXACTA']         | on_sale: JRA does not sell BRACKET_EXACTA",
                "'on_sale':'WIN'                      | on_sale: must be a list of bet types, not \"WIN\"",
                "'on_sale':[1]                        | on_sale: must be a string, not 1",
                "'places_paid':1                      | places_paid: must be an integer from 2 to 3, not 1",
                "'places_paid':4                      | places_paid: must be an integer from 2 to 3, not 4",
                "'payback_per_mille':{'WIN':1001}     | payback_per_mille.WIN: must be an integer from 0 to 1000, not 1001",
                "'payback_per_mille':{'WIN':-1}       | payback_per_mille.WIN: must be an integer from 0 to 1000, not -1",
                "'payback_per_mille':{'WIN':0.8}      | payback_per_mille.WIN: must be an integer from 0 to 1000, not 0.8",
                "'payback_per_mille':{'SHOW':800}     | payback_per_mille.SHOW: must be one of the bet types WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA",
                "'payback_per_mille':{'BRACKET_EXACTA':800} | payback_per_mille.BRACKET_EXACTA: JRA does not sell BRACKET_EXACTA",
                "'payback_per_mille':800              | payback_per_mille: must be an object, not 800",
                "'premium_per_mille':{'WIN':51}       | premium_per_mille.WIN: must be an integer from 0 to 50, not 51",
                "'premium_per_mille':{'WIN':5,'WIN':5} | premium_per_mille.WIN: appears twice",
                "'race_id':null                       | race_id: must be a string or an integer",
                "'race_id':1.5                        | race_id: must be a string or an integer",
                "'race_id':[1]                        | race_id: must be a string or an integer",
                "'race_id':'\\ud83d'                  | race_id: contains an unpaired surrogate, which is half a character",
            })
    void refuses_an_invalid_value_of_every_known_field(String field, String message) {
        assertRefused("{'runners':8,'stakes':{}," + field + "}", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                | brackets: horse 1 is missing",
                "{'1':1,'2':2}     | brackets: horse 3 is missing",
                "{'1':1,'3':2}     | brackets: horse 2 is missing",
                "{'1':1,'2':2,'3':3,'4':4} | brackets.4: must name a horse from 1 to 3",
                "{'1':1,'2':2,'3':9} | brackets.3: must be an integer from 1 to 8, not 9",
                "{'1':1,'2':2,'3':0} | brackets.3: must be an integer from 1 to 8, not 0",
                "{'1':1,'2':2,'3':'3'} | brackets.3: must be an integer from 1 to 8, not \"3\"",
                "{'1':1,'2':2,'03':3} | brackets.03: the key must be a horse number",
                "{'1':1,'2':2,'2':3} | brackets.2: appears twice",
                "[1,2,3]           | brackets: must be an object, not a list",
            })
    void refuses_incomplete_or_invalid_brackets(String brackets, String message) {
        assertRefused("{'runners':3,'stakes':{},'brackets':" + brackets + "}", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[6,4,3]           | must be a list of groups of horses, as [[6],[3,5]], not 6",
                "[[6],4]           | must be a list of groups of horses, as [[6],[3,5]], not 4",
                "6                 | must be a list of groups of horses, as [[6],[3,5]], not 6",
                "{}                | must be a list of groups of horses, as [[6],[3,5]], not an object",
                "[null]            | must be a list of groups of horses, as [[6],[3,5]], not null",
                "[['6']]           | must be a list of groups of horses, as [[6],[3,5]], not \"6\"",
                "[[6.0]]           | must be a list of groups of horses, as [[6],[3,5]], not 6.0",
                "[[[6]]]           | must be a list of groups of horses, as [[6],[3,5]], not a list",
                "[[0]]             | must be a list of groups of horses, as [[6],[3,5]], not 0",
                "[[6],[]]          | each group must have at least one horse",
                "[[6],[4],[6]]     | horse 6 appears twice",
                "[[6,6]]           | horse 6 appears twice",
                "[[9]]             | must name horses from 1 to 8, not 9",
                "[[6],[1,2]]       | must not name withdrawn or scratched horses: 1, 2",
            })
    void refuses_a_result_with_anything_but_groups_of_live_horses(String result, String message) {
        assertRefused(
                "{'runners':8,'withdrawn':[1],'scratched':[2],'stakes':{},'result':" + result + "}",
                "result: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'runners':2,'stakes':{}}] | a race must be an object, not a list",
                "null                        | a race must be an object, not null",
                "'S1'                        | a race must be an object, not \"S1\"",
                "12                          | a race must be an object, not 12",
                "{'runners':NaN}             | runners: not JSON at line 1, column 15: Non-standard token 'NaN'",
                "{'runners':-Infinity}       | runners: not JSON at line 1, column 21: Non-standard token '-Infinity'",
                "{'runners':08}              | runners: not JSON at line 1, column 13: Invalid numeric value: Leading zeroes not allowed",
                "{'runners':8,}              | runners: not JSON at line 1, column 15: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
                "{'runners':2 // two         | runners: not JSON at line 1, column 15: Unexpected character ('/' (code 47)): maybe a (non-standard) comment?",
                "{'runners':8]               | runners: not JSON at line 1, column 14: Unexpected close marker ']': expected '}'",
                "{'runners'                  | runners: the input ends before the end of the race",
                "{'runners':8,'stakes':{'WIN':{'1':100 | stakes.WIN.1: the input ends before the end of the race",
                "{'race_id':'S               | race_id: the input ends before the end of the race",
                "{                           | the input ends before the end of the race",
            })
    void refuses_input_that_is_not_strict_json(String json, String message) {
        assertRefused(json, message);
    }

    @Test
    void refuses_control_characters_in_texts_and_between_tokens() {
        assertRefused(
                "{'race_id':'a\u0007b'}",
                "race_id: not JSON at line 1, column 15: Illegal unquoted character ((CTRL-CHAR, code 7)): "
                        + "has to be escaped using backslash to be included in string value");
        assertRefused(
                "\0" + GOOD,
                "not JSON at line 1, column 2: Illegal character ((CTRL-CHAR, code 0)): "
                        + "only regular white space (\\r, \\n, \\t) is allowed between tokens");
    }

    @Test
    void refuses_deep_nesting_long_names_and_long_numbers() {
        String beyond =
                "exceeds a limit: at most 1000 levels of nesting, names of 1000 characters and numbers of 1000 digits are allowed";

        assertRefused("[".repeat(100_000), "a race must be an object, not a list");
        assertRefused("{'x':" + "[".repeat(100_000), "x: " + beyond);
        assertRefused("{'x':" + "{'y':".repeat(100_000), "x.y.y: " + beyond);
        assertRefused("{'" + "n".repeat(2_000) + "':1}", beyond);
        assertRefused("{'runners':" + "8".repeat(2_000) + "}", "runners: " + beyond);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // in no UTF-8 at all
                "c0af", // overlong
                "e08080", // overlong
                "eda080", // a surrogate
                "f4908080", // beyond U+10FFFF
                "80", // a continuation of nothing
                "e38222", // cut by the closing quote
            })
    void refuses_input_that_is_not_strict_utf_8(String hex) throws IOException {
        byte[] bad = HexFormat.of().parseHex(hex);
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write((GOOD + "{\"race_id\":7,\"note\":\"").getBytes(StandardCharsets.UTF_8));
        input.write(bad);
        input.write("\"}".getBytes(StandardCharsets.UTF_8));

        Run run = Keiba.dividends(input.toByteArray());

        assertThat(run.err()).isEqualTo("keiba: race 2 (7): note: not UTF-8" + System.lineSeparator());
        assertThat(run.answers()).hasSize(1);
    }

    @Test
    void refuses_utf_16_and_binary_input() {
        assertThat(Keiba.dividends(GOOD.getBytes(StandardCharsets.UTF_16)).err())
                .isEqualTo("keiba: race 1: not UTF-8" + System.lineSeparator());
        assertThat(Keiba.dividends(GOOD.getBytes(StandardCharsets.UTF_16LE)).err())
                .startsWith("keiba: race 1: not JSON at line 1, column 3: ");
        assertThat(Keiba.dividends("PK\u0003\u0004\u0014").err())
                .startsWith(
                        "keiba: race 1: not JSON at line 1, column 6: Unrecognized token 'PK\\u0003\\u0004\\u0014'");
    }

    @Test
    void an_error_names_the_position_of_the_race_and_its_id_if_known() {
        String bad = "\"runners\":11,\"stakes\":{\"WIN\":{\"12\":100}}";
        List<String> answered = Keiba.dividends(GOOD + GOOD).out().lines().toList();

        Run run = Keiba.dividends(GOOD + "\n" + GOOD + "{\"race_id\":\"S1\"," + bad + "}" + GOOD);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .as("what stood before it")
                .isEqualTo(answered)
                .hasSize(2);
        assertThat(run.err())
                .isEqualTo("keiba: race 3 (S1): stakes.WIN.12: must name horses from 1 to 11" + System.lineSeparator());
        assertThat(Keiba.dividends("{" + bad + ",\"race_id\":-7}").err())
                .isEqualTo("keiba: race 1 (-7): stakes.WIN.12: must name horses from 1 to 11" + System.lineSeparator());
        assertThat(Keiba.dividends("{\"race_id\":1,\"runners\":2,\"stakes\":{}}{}")
                        .err())
                .isEqualTo("keiba: race 2: runners: missing; the field is required" + System.lineSeparator());
    }

    @Test
    void writes_an_error_on_one_line_for_race_ids_with_control_characters() {
        assertThat(Keiba.dividends(
                                "{\"race_id\":\"S\\n1\\u001b[31m" + "x".repeat(100) + "\",\"a\\nb\":1,\"runners\":0}")
                        .err())
                .isEqualTo("keiba: race 1 (S\\u000a1\\u001b[31m" + "x".repeat(52)
                        + "…): runners: must be an integer from 2 to 18, not 0" + System.lineSeparator());
        assertThat(Keiba.dividends("{\"stakes\":{\"WIN\\n\":{}}}").err())
                .isEqualTo(
                        "keiba: race 1: stakes.WIN\\u000a: must be one of the bet types WIN, PLACE, BRACKET_QUINELLA, QUINELLA, WIDE, EXACTA, TRIO, TRIFECTA, BRACKET_EXACTA"
                                + System.lineSeparator());
    }
}
