package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.CarryOverTerms;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarryOverSettlementTest {
    private static final CarryOverTerms WIN5 = RuleBooks.JRA.carryOver().orElseThrow();
    private static final CarryOverTerms WITH_FRACTIONS = new CarryOverTerms(WIN5.payback(), WIN5.capPer10(), true);

    private static CarryOverSettlement settle(CarryOverTerms terms, long net, long carriedIn, long... winning) {
        return CarryOverSettlement.of(
                terms,
                Yen.of(net),
                Yen.of(carriedIn),
                Arrays.stream(winning).mapToObj(Yen::of).toList());
    }

    private static CarryOverSettlement paying(long carriedOut, long... per10) {
        return new CarryOverSettlement(Arrays.stream(per10).mapToObj(Yen::of).toList(), Yen.of(carriedOut));
    }

    @Test
    void pays_a_single_winning_combination_the_whole_payback() {
        assertThat(settle(WIN5, 1_500_000_000, 0, 300)).isEqualTo(paying(0, 35_000_000));
    }

    @Test
    void pays_out_the_whole_amount_carried_in() {
        // .7·636,114,730 + 275,763,012 = 721,043,323, on 15 tickets: 48,069,554.87
        assertThat(settle(WIN5, 636_114_730, 275_763_012, 150)).isEqualTo(paying(0, 48_069_554));
    }

    @Test
    void carries_over_the_amount_above_the_cap() {
        assertThat(settle(WIN5, 1_500_000_000, 0, 100)).isEqualTo(paying(450_000_000, 60_000_000));
    }

    @Test
    void carries_over_nothing_if_the_dividend_is_exactly_the_cap() {
        // .75·U = 10·60,000,000
        CarryOverTerms terms = new CarryOverTerms(PerMille.of(750), WIN5.capPer10(), false);

        assertThat(settle(terms, 800_000_000, 0, 100)).isEqualTo(paying(0, 60_000_000));
        assertThat(settle(terms, 800_000_040, 0, 100)).isEqualTo(paying(30, 60_000_000));
    }

    @Test
    void shares_losing_stakes_and_the_amount_carried_in_equally_among_winners() {
        // 933,594,265 on 40 tickets, 933,594,055 on 10
        assertThat(settle(WIN5, 2_000_000_000, 467_188_320, 400, 100))
                .isEqualTo(paying(333_594_055, 23_339_856, 60_000_000));
    }

    @Test
    void carries_over_the_whole_payback_if_no_ticket_wins() {
        assertThat(settle(WIN5, 900_000_000, 123_456_780)).isEqualTo(paying(753_456_780));
        assertThat(settle(WIN5, 0, 5)).isEqualTo(paying(5));
        assertThat(settle(new CarryOverTerms(PerMille.of(725), WIN5.capPer10(), false), 110, 0))
                .isEqualTo(paying(79)); // 79.75
    }

    @Nested
    class Fractions_of_a_yen {
        @Test
        void stay_with_the_organiser_by_default() {
            assertThat(settle(WIN5, 636_114_730, 275_763_012, 150).carriedOut()).isEqualTo(Yen.ZERO);
        }

        @Test
        void are_carried_over_if_the_terms_say_so() {
            assertThat(settle(WITH_FRACTIONS, 636_114_730, 275_763_012, 150)).isEqualTo(paying(13, 48_069_554));
            assertThat(settle(WITH_FRACTIONS, 2_000_000_000, 467_188_320, 400, 100))
                    .isEqualTo(paying(333_594_055 + 25, 23_339_856, 60_000_000));
        }

        @Test
        void are_summed_before_they_are_rounded_down() {
            // 7 + .35·90 = 38.5 each, 37.5 beyond the cap
            CarryOverTerms one = new CarryOverTerms(PerMille.of(700), Yen.of(1), false);

            assertThat(settle(one, 110, 0, 10, 10)).isEqualTo(paying(75, 1, 1));
        }
    }

    @Test
    void computes_sums_beyond_64_bits_exactly() {
        CarryOverTerms all = new CarryOverTerms(PerMille.of(1000), Yen.of(60_000_000), false);

        assertThat(settle(all, 4_000_000_000_000_000_000L, 4_000_000_000_000_000_000L, 10))
                .isEqualTo(paying(8_000_000_000_000_000_000L - 60_000_000, 60_000_000));
    }

    @Nested
    class Refuses {
        @Test
        void winning_stakes_larger_than_the_sales() {
            assertThatIllegalArgumentException().isThrownBy(() -> settle(WIN5, 100, 0, 60, 50));
            assertThat(settle(WIN5, 100, 0, 50, 50)).isEqualTo(paying(0, 7, 7));
        }

        @Test
        void a_negative_carry() {
            assertThatIllegalArgumentException().isThrownBy(() -> settle(WIN5, 100, -1, 10));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -10, 5, 15})
        void a_stake_that_is_not_a_positive_multiple_of_10_yen(long stake) {
            assertThatIllegalArgumentException().isThrownBy(() -> settle(WIN5, 100, 0, 10, stake));
        }
    }

    @Test
    void does_not_change_when_the_list_passed_to_it_changes() {
        List<Yen> per10 = new ArrayList<>(List.of(Yen.of(7)));
        CarryOverSettlement settlement = new CarryOverSettlement(per10, Yen.ZERO);
        per10.clear();

        assertThat(settlement.per10()).containsExactly(Yen.of(7));
    }
}
