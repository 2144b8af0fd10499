package keiba.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Offering;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarketTest {
    /** Brackets 7 = {13, 14, 15} and 8 = {16, 17, 18}, the others of two. */
    private static final Market EIGHTEEN = Market.open(RuleBooks.NAR, Field.of(18));

    private static final Market FOUR = Market.open(RuleBooks.JRA, Field.of(4));

    private static List<String> texts(CombinationSet set) {
        return set.combinations().stream().map(Combination::toString).toList();
    }

    private static List<String> voided(Market market, BetType type) {
        return texts(market.voided(type));
    }

    @Test
    void opens_with_the_offering_of_the_rule_book() {
        assertThat(EIGHTEEN.offering()).isEqualTo(RuleBooks.NAR.offering(Field.of(18)));
        assertThat(EIGHTEEN.rules()).isEqualTo(RuleBooks.NAR);
        assertThat(EIGHTEEN.live()).isEqualTo(Horses.upTo(18));
        assertThat(EIGHTEEN.scratched()).isEqualTo(Horses.NONE);
        assertThat(EIGHTEEN.pool(BetType.TRIO).numbering().count()).isEqualTo(816);
        assertThat(EIGHTEEN.pool(BetType.TRIO).total().isZero()).isTrue();
    }

    @Test
    void refuses_a_type_that_the_rule_book_has_no_terms_for() {
        Offering offering = new Offering(Field.of(9), Set.of(BetType.WIN, BetType.BRACKET_EXACTA), 3);

        assertThatIllegalArgumentException().isThrownBy(() -> Market.of(RuleBooks.JRA, offering));
        assertThat(Market.of(RuleBooks.NAR, offering).offering()).isSameAs(offering);
    }

    @Nested
    class A_scratch {
        @ParameterizedTest
        @EnumSource(BetType.class)
        void voids_no_combination_before_it_happens(BetType type) {
            assertThat(EIGHTEEN.voided(type).isEmpty()).isTrue();
        }

        @Test
        void voids_every_combination_with_the_horse() {
            Market market = FOUR.scratch(Horses.of(2));

            assertThat(voided(market, BetType.WIN)).containsExactly("2");
            assertThat(voided(market, BetType.QUINELLA)).containsExactly("1-2", "2-3", "2-4");
            assertThat(voided(market, BetType.WIDE)).containsExactly("1-2", "2-3", "2-4");
            assertThat(voided(market, BetType.EXACTA)).containsExactly("1>2", "2>1", "2>3", "2>4", "3>2", "4>2");
            assertThat(voided(market, BetType.TRIO)).containsExactly("1-2-3", "1-2-4", "2-3-4");
            assertThat(market.voided(BetType.TRIFECTA).size()).isEqualTo(18);
            assertThat(market.live()).isEqualTo(Horses.of(1, 3, 4));
        }

        @Test
        void never_voids_combinations_that_were_not_on_sale() {
            Market market = Market.open(RuleBooks.JRA, Field.of(5).withdraw(Horses.of(1)))
                    .scratch(Horses.of(2));

            assertThat(voided(market, BetType.QUINELLA)).containsExactly("2-3", "2-4", "2-5");
            assertThat(voided(market, BetType.PLACE)).isEmpty();
        }

        @Test
        void of_one_horse_of_a_bracket_of_two_voids_only_the_bracket_with_itself() {
            Market market = EIGHTEEN.scratch(Horses.of(3));

            assertThat(voided(market, BetType.BRACKET_QUINELLA)).containsExactly("2-2");
            assertThat(voided(market, BetType.BRACKET_EXACTA)).containsExactly("2>2");
        }

        @Test
        void of_both_horses_of_a_bracket_voids_every_pair_with_it() {
            Market market = EIGHTEEN.scratch(Horses.of(3, 4));

            assertThat(voided(market, BetType.BRACKET_QUINELLA))
                    .containsExactly("1-2", "2-2", "2-3", "2-4", "2-5", "2-6", "2-7", "2-8");
            assertThat(voided(market, BetType.BRACKET_EXACTA))
                    .containsExactly(
                            "1>2", "2>1", "2>2", "2>3", "2>4", "2>5", "2>6", "2>7", "2>8", "3>2", "4>2", "5>2", "6>2",
                            "7>2", "8>2");
        }

        @Test
        void of_one_of_three_horses_of_a_bracket_voids_no_bracket_pair() {
            assertThat(voided(EIGHTEEN.scratch(Horses.of(13)), BetType.BRACKET_QUINELLA))
                    .isEmpty();
            assertThat(voided(EIGHTEEN.scratch(Horses.of(13, 14)), BetType.BRACKET_QUINELLA))
                    .containsExactly("7-7");
            assertThat(voided(EIGHTEEN.scratch(Horses.of(13, 14, 15)), BetType.BRACKET_QUINELLA))
                    .hasSize(8);
        }

        @Test
        void is_added_to_earlier_scratches() {
            Market first = FOUR.scratch(Horses.of(2));
            Market second = first.scratch(Horses.of(4));

            assertThat(second.scratched()).isEqualTo(Horses.of(2, 4));
            assertThat(second).isEqualTo(FOUR.scratch(Horses.of(2, 4)));
            assertThat(first.scratched()).isEqualTo(Horses.of(2));
            assertThat(second.scratch(Horses.of(4))).isEqualTo(second);
        }

        @Test
        void newly_voids_only_combinations_that_earlier_scratches_did_not_void() {
            Market first = FOUR.scratch(Horses.of(2));
            Market second = first.scratch(Horses.of(4));

            assertThat(texts(second.newlyVoided(BetType.QUINELLA, first))).containsExactly("1-4", "3-4");
            assertThat(texts(second.newlyVoided(BetType.WIN, first))).containsExactly("4");
            assertThat(texts(second.newlyVoided(BetType.WIN, FOUR))).containsExactly("2", "4");
            assertThat(second.newlyVoided(BetType.WIN, second).isEmpty()).isTrue();
        }

        @Test
        void of_a_horse_that_was_never_sold_is_refused() {
            Market market = Market.open(RuleBooks.JRA, Field.of(5).withdraw(Horses.of(1)));

            assertThatIllegalArgumentException().isThrownBy(() -> market.scratch(Horses.of(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> market.scratch(Horses.of(6)));
        }
    }

    @Nested
    class With_at_most_one_horse_left {
        @Test
        void everything_is_void() {
            Market two = FOUR.scratch(Horses.of(1, 2));
            Market one = two.scratch(Horses.of(3));

            assertThat(two.isVoid()).isFalse();
            assertThat(one.isVoid()).isTrue();
            assertThat(voided(one, BetType.WIN)).containsExactly("1", "2", "3", "4");
            assertThat(one.voided(BetType.TRIFECTA)).isEqualTo(FOUR.offering().onSale(BetType.TRIFECTA));
            assertThat(texts(one.newlyVoided(BetType.WIN, two))).containsExactly("3", "4");
            assertThat(FOUR.scratch(Horses.upTo(4)).isVoid()).isTrue();
        }

        @Test
        void a_scratch_voided_only_the_combinations_with_horses_that_are_out() {
            Market one = FOUR.scratch(Horses.of(1, 2, 3));

            assertThat(texts(one.voidedByScratch(BetType.WIN))).containsExactly("1", "2", "3");
            assertThat(texts(one.voidedByScratch(BetType.QUINELLA)))
                    .containsExactly("1-2", "1-3", "1-4", "2-3", "2-4", "3-4");
            assertThat(FOUR.voidedByScratch(BetType.WIN).isEmpty()).isTrue();
            assertThat(one.voidedByScratch(BetType.PLACE).isEmpty()).isTrue();
        }
    }

    @Test
    void markets_with_the_same_rules_offering_and_scratches_are_equal() {
        Market market = FOUR.scratch(Horses.of(2));

        assertThat(market)
                .isEqualTo(Market.open(RuleBooks.JRA, Field.of(4)).scratch(Horses.of(2)))
                .hasSameHashCodeAs(Market.open(RuleBooks.JRA, Field.of(4)).scratch(Horses.of(2)))
                .isNotEqualTo(FOUR)
                .isNotEqualTo(Market.open(RuleBooks.JRA, Field.of(5)).scratch(Horses.of(2)))
                .isNotEqualTo(Market.of(RuleBooks.NAR, FOUR.offering()).scratch(Horses.of(2)))
                .isNotEqualTo("JRA");
        assertThat(market.hashCode()).isNotEqualTo(FOUR.hashCode());
    }

    @Test
    void prints_the_scratched_horses() {
        assertThat(FOUR.toString()).startsWith("JRA ").doesNotContain("scratched");
        assertThat(FOUR.scratch(Horses.of(2)).toString()).endsWith(", scratched [2]");
    }
}
