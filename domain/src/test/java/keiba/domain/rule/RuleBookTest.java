package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Offering;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {
    private static String onSale(RuleBook rules, Field field) {
        return rules.offering(field).types().stream().map(BetType::name).collect(Collectors.joining(" "));
    }

    @Nested
    class The_offering {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        2  | WIN
                        3  | WIN QUINELLA EXACTA
                        4  | WIN QUINELLA WIDE EXACTA TRIO TRIFECTA
                        5  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA
                        6  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA
                        7  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA
                        8  | WIN PLACE QUINELLA WIDE EXACTA TRIO TRIFECTA
                        9  | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        10 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        11 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        12 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        13 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        14 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        15 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        16 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        17 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        18 | WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA
                        """)
        void follows_from_the_number_of_entries(int entries, String types) {
            assertThat(onSale(RuleBooks.JRA, Field.of(entries))).isEqualTo(types);
        }

        @ParameterizedTest
        @CsvSource({"2,2", "5,2", "6,2", "7,2", "8,3", "9,3", "18,3"})
        void pays_three_places_from_eight_entries(int entries, int places) {
            assertThat(RuleBooks.JRA.placesPaid(Field.of(entries))).isEqualTo(places);
            assertThat(RuleBooks.JRA.offering(Field.of(entries)).placesPaid()).isEqualTo(places);
        }

        @Test
        void counts_entries_and_not_declared_horses() {
            Field seven = Field.of(8).withdraw(Horses.of(1));
            Field four = Field.of(8).withdraw(Horses.of(1, 2, 3, 4));

            assertThat(RuleBooks.JRA.placesPaid(seven)).isEqualTo(2);
            assertThat(onSale(RuleBooks.JRA, four)).isEqualTo("WIN QUINELLA WIDE EXACTA TRIO TRIFECTA");
        }

        @Test
        void holds_brackets_with_fewer_than_nine_entries_while_a_bracket_holds_two() {
            Field shared = Field.of(9).withdraw(Horses.of(1));
            Field apart = Field.of(9).withdraw(Horses.of(9));
            Field fiveOfEighteen = Field.of(18).withdraw(Horses.of(1, 3, 5, 7, 9, 11, 13, 14, 15, 16, 2, 4, 6));

            assertThat(RuleBooks.JRA.offering(shared).sells(BetType.BRACKET_QUINELLA))
                    .isTrue();
            assertThat(RuleBooks.JRA.offering(apart).sells(BetType.BRACKET_QUINELLA))
                    .isFalse();
            assertThat(fiveOfEighteen.entries()).isEqualTo(5);
            assertThat(onSale(RuleBooks.JRA, fiveOfEighteen))
                    .isEqualTo("WIN PLACE BRACKET_QUINELLA QUINELLA WIDE EXACTA TRIO TRIFECTA");
        }

        @Test
        void holds_brackets_with_nine_entries_however_they_are_allocated() {
            Field given = new Field(9, Brackets.of(1, 1, 1, 1, 1, 1, 1, 1, 1), Horses.NONE);

            assertThat(RuleBooks.JRA.offering(given).sells(BetType.BRACKET_QUINELLA))
                    .isTrue();
        }

        @Test
        void holds_ordered_brackets_where_the_organiser_sells_them() {
            assertThat(onSale(RuleBooks.NAR, Field.of(9))).endsWith("TRIFECTA BRACKET_EXACTA");
            assertThat(onSale(RuleBooks.NAR, Field.of(8))).doesNotContain("BRACKET");
            assertThat(onSale(RuleBooks.NAR, Field.of(9).withdraw(Horses.of(1))))
                    .contains("BRACKET_QUINELLA", "BRACKET_EXACTA");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void is_empty_when_there_is_no_race(int entries) {
            Offering offering = RuleBooks.JRA.offering(Field.of(2).withdraw(Horses.upTo(2 - entries)));

            assertThat(offering.types()).isEmpty();
        }
    }

    @Nested
    class The_terms {
        @ParameterizedTest
        @CsvSource({
            "WIN,999.9",
            "PLACE,999.9",
            "BRACKET_QUINELLA,9999.9",
            "WIDE,9999.9",
            "QUINELLA,99999.9",
            "EXACTA,99999.9",
            "TRIO,99999.9",
            "TRIFECTA,999999.9"
        })
        void cap_the_odds_shown(BetType type, String cap) {
            assertThat(RuleBooks.JRA.terms(type).cap()).hasToString(cap);
            assertThat(RuleBooks.NAR.terms(type).cap()).hasToString(cap);
        }

        @Test
        void are_unknown_for_types_the_organiser_does_not_sell() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RuleBooks.JRA.terms(BetType.BRACKET_EXACTA))
                    .withMessageContaining("BRACKET_EXACTA");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RuleBooks.JRA.withPayback(BetType.BRACKET_EXACTA, PerMille.of(700)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RuleBooks.JRA.withPremium(BetType.BRACKET_EXACTA, PerMille.of(50)));
        }

        @Test
        void may_be_replaced_for_one_race_and_type() {
            RuleBook changed =
                    RuleBooks.JRA.withPayback(BetType.TRIO, PerMille.of(800)).withPremium(BetType.WIN, PerMille.of(50));

            assertThat(changed.terms(BetType.TRIO))
                    .isEqualTo(RuleBooks.JRA.terms(BetType.TRIO).withPayback(PerMille.of(800)));
            assertThat(changed.terms(BetType.WIN).payback()).isEqualTo(PerMille.of(800));
            assertThat(changed.terms(BetType.WIN).premium()).isEqualTo(PerMille.of(50));
            assertThat(changed.terms(BetType.TRIFECTA)).isEqualTo(RuleBooks.JRA.terms(BetType.TRIFECTA));
            assertThat(changed.name()).isEqualTo("JRA");
            assertThat(RuleBooks.JRA.terms(BetType.TRIO).payback()).isEqualTo(PerMille.of(750));
        }

        @ParameterizedTest
        @ValueSource(ints = {51, 100, 1000})
        void hold_a_premium_of_at_most_50_per_mille(int premium) {
            PerMille rate = PerMille.of(premium);

            assertThatIllegalArgumentException().isThrownBy(() -> RuleBooks.JRA.withPremium(BetType.WIN, rate));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BetTerms(
                            2,
                            PerMille.of(800),
                            RuleBooks.JRA.paybackBand(BetType.WIN),
                            rate,
                            Odds.ofTenths(9_999),
                            "単勝"));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,100", "5,100", "15,105", "-10,100", "10,0", "10,105", "20,110", "10,-100"})
    void refuses_steps_that_are_not_whole_yen_per_ticket_and_minima_between_steps(long step, long minimum) {
        RuleBook jra = RuleBooks.JRA;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuleBook(
                        "X", jra.terms(), 8, jra.stakeUnit(), Yen.of(step), Yen.of(minimum), true, 1, jra.carryOver()));
    }

    @Test
    void is_not_changed_by_the_map_it_was_made_of() {
        Map<BetType, BetTerms> terms = new EnumMap<>(RuleBooks.JRA.terms());
        RuleBook rules = RuleBooks.JRA.withTerms("X", terms);
        terms.remove(BetType.WIN);

        assertThat(rules.types()).contains(BetType.WIN);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> rules.terms().clear());
    }
}
