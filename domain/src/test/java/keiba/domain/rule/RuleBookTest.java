package keiba.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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
        void includes_brackets_with_fewer_than_nine_entries_if_two_share_one() {
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
        void includes_brackets_with_nine_entries_in_any_allocation() {
            Field given = new Field(9, Brackets.of(1, 1, 1, 1, 1, 1, 1, 1, 1), Horses.NONE);

            assertThat(RuleBooks.JRA.offering(given).sells(BetType.BRACKET_QUINELLA))
                    .isTrue();
        }

        @Test
        void includes_bracket_exacta_if_the_organiser_sells_it() {
            assertThat(onSale(RuleBooks.NAR, Field.of(9))).endsWith("TRIFECTA BRACKET_EXACTA");
            assertThat(onSale(RuleBooks.NAR, Field.of(8))).doesNotContain("BRACKET");
            assertThat(onSale(RuleBooks.NAR, Field.of(9).withdraw(Horses.of(1))))
                    .contains("BRACKET_QUINELLA", "BRACKET_EXACTA");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void is_empty_with_fewer_than_two_entries(int entries) {
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
        void refuse_a_premium_above_50_per_mille(int premium) {
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
    void refuses_steps_and_minimum_dividends_that_do_not_fit(long step, long minimum) {
        RuleBook jra = RuleBooks.JRA;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuleBook(
                        "X", jra.terms(), 8, jra.stakeUnit(), Yen.of(step), Yen.of(minimum), true, 1, jra.carryOver()));
    }

    /** JRA's book with one of its parts replaced. */
    private static RuleBook jraWith(
            Map<BetType, BetTerms> terms, int threePlacesFrom, long stakeUnit, long minimum, int deadlineMinutes) {
        return new RuleBook(
                "X",
                terms,
                threePlacesFrom,
                Yen.of(stakeUnit),
                Yen.of(10),
                Yen.of(minimum),
                true,
                deadlineMinutes,
                RuleBooks.JRA.carryOver());
    }

    private static BetTerms terms(int fromEntries, long capTenths) {
        BetTerms win = RuleBooks.JRA.terms(BetType.WIN);
        return new BetTerms(
                fromEntries, win.payback(), win.paybackBand(), win.premium(), Odds.ofTenths(capTenths), "単勝");
    }

    private static Map<BetType, BetTerms> jraBut(BetType type, BetTerms replaced) {
        Map<BetType, BetTerms> terms = new EnumMap<>(RuleBooks.JRA.terms());
        terms.put(type, replaced);
        return terms;
    }

    @Nested
    class A_book_that_cannot_exist_is_refused {
        private final Map<BetType, BetTerms> jra = RuleBooks.JRA.terms();

        @ParameterizedTest
        @ValueSource(longs = {0, 10, 50, 150, -100, Long.MIN_VALUE, Long.MAX_VALUE})
        void with_a_stake_unit_that_is_no_positive_multiple_of_100_yen(long stakeUnit) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jra, 8, stakeUnit, 100, 1))
                    .withMessageContainingAll("stake unit", Yen.of(stakeUnit).toString());
            assertThat(jraWith(jra, 8, 500, 100, 1).stakeUnit()).isEqualTo(Yen.of(500));
        }

        @ParameterizedTest
        @ValueSource(ints = {-5, -1, 1_441, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void with_a_deadline_after_the_post_time_or_more_than_a_day_before_it(int minutes) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jra, 8, 100, 100, minutes))
                    .withMessageContainingAll("deadline", Integer.toString(minutes));
            assertThat(jraWith(jra, 8, 100, 100, 0).deadlineMinutes()).isZero();
            assertThat(jraWith(jra, 8, 100, 100, 1_440).deadlineMinutes()).isEqualTo(1_440);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 2, 4, 29, Integer.MAX_VALUE})
        void with_three_places_paid_from_too_few_or_too_many_entries(int entries) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jra, entries, 100, 100, 1))
                    .withMessageContaining(Integer.toString(entries));
            assertThat(jraWith(jra, 5, 100, 100, 1).threePlacesFrom()).isEqualTo(5);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -10, 1_010, 1_000_000_000_000L})
        void with_a_minimum_dividend_of_zero_or_less_or_above_1000_yen(long minimum) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jra, 8, 100, minimum, 1))
                    .withMessageContainingAll("minimum", Yen.of(minimum).toString());
        }

        @Test
        void with_steps_above_100_yen() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new RuleBook("X", jra, 8, Yen.of(100), Yen.of(200), Yen.of(200), true, 1, Optional.empty()))
                    .withMessageContaining("200円");
        }

        @Test
        void with_a_cap_below_the_minimum_dividend() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jraBut(BetType.WIN, terms(2, 9)), 8, 100, 100, 1))
                    .withMessageContainingAll("WIN", "0.9", "100円");
            assertThat(jraWith(jraBut(BetType.WIN, terms(2, 10)), 8, 100, 100, 1)
                            .terms(BetType.WIN)
                            .cap())
                    .isEqualTo(Odds.ofTenths(10));
        }

        @Test
        void with_a_type_sold_with_fewer_entries_than_its_places() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(jraBut(BetType.TRIO, terms(2, 9_999)), 8, 100, 100, 1))
                    .withMessageContainingAll("TRIO", "3", "2");
        }

        @Test
        void without_bet_types_or_without_a_name() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> jraWith(Map.of(), 8, 100, 100, 1))
                    .withMessageContaining("at least one");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RuleBooks.JRA.toBuilder(" ").build());
        }
    }

    @Nested
    class Terms_that_cannot_exist_are_refused {
        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, 0, 1, 29, Integer.MAX_VALUE})
        void with_a_number_of_entries_outside_2_to_28(int fromEntries) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> terms(fromEntries, 9_999))
                    .withMessageContainingAll("2 to 28", Integer.toString(fromEntries));
        }

        @ParameterizedTest
        @ValueSource(longs = {1L + Integer.MAX_VALUE, 10_000_000_000L, Long.MAX_VALUE})
        void with_a_cap_above_the_largest_odds_of_a_board(long capTenths) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> terms(2, capTenths))
                    .withMessageContainingAll(
                            "214748364.7", Odds.ofTenths(capTenths).toString());
            assertThat(terms(2, Integer.MAX_VALUE).cap()).isEqualTo(BetTerms.MAX_CAP);
        }

        @Test
        void with_a_blank_name() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RuleBooks.JRA.terms(BetType.WIN).withJapaneseName(" "));
        }

        @Test
        void with_a_carry_over_cap_of_0_yen() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CarryOverTerms(PerMille.of(700), Yen.ZERO, false))
                    .withMessageContaining("0円");
        }
    }

    @Test
    void does_not_change_when_the_map_passed_to_it_changes() {
        Map<BetType, BetTerms> terms = new EnumMap<>(RuleBooks.JRA.terms());
        RuleBook rules = new RuleBook("X", terms, 8, Yen.of(100), Yen.of(10), Yen.of(100), true, 1, Optional.empty());
        terms.remove(BetType.WIN);

        assertThat(rules.types()).contains(BetType.WIN);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> rules.terms().clear());
    }
}
