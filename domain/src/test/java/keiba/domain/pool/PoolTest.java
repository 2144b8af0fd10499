package keiba.domain.pool;

import static keiba.domain.pool.PoolText.pool;
import static keiba.domain.pool.PoolText.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    private static final Numbering QUINELLA = Numbering.of(BetType.QUINELLA, 4);
    private static final Yen MOST = Pool.MAX_TOTAL;

    @Test
    void is_created_empty() {
        Pool pool = Pool.empty(QUINELLA);

        assertThat(pool.total()).isEqualTo(Yen.ZERO);
        assertThat(pool.snapshot()).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(pool.type()).isEqualTo(BetType.QUINELLA);
        assertThat(pool.numbering()).isSameAs(QUINELLA);
    }

    @Nested
    class Adding {
        @Test
        void to_an_index_a_combination_or_a_set_gives_the_same_pool() {
            Pool byIndex = Pool.empty(QUINELLA);
            byIndex.add(0, Yen.of(300));
            byIndex.add(5, Yen.of(300));
            Pool byCombination = Pool.empty(QUINELLA);
            byCombination.add(Combination.of(BetType.QUINELLA, 3, 4), Yen.of(300));
            byCombination.add(Combination.of(BetType.QUINELLA, 1, 2), Yen.of(300));
            Pool bySet = Pool.empty(QUINELLA);
            bySet.add(set(BetType.QUINELLA, 4, "1-2 3-4"), Yen.of(300));

            assertThat(byIndex.snapshot()).containsExactly(300, 0, 0, 0, 0, 300);
            assertThat(byCombination.snapshot()).isEqualTo(byIndex.snapshot());
            assertThat(bySet.snapshot()).isEqualTo(byIndex.snapshot());
            assertThat(bySet.total()).isEqualTo(Yen.of(600));
        }

        @Test
        void adds_up_the_stakes_on_a_combination() {
            Pool pool = pool(BetType.QUINELLA, 4, "1-2:100 1-3:200 1-2:400");

            assertThat(pool.stake(0)).isEqualTo(Yen.of(500));
            assertThat(pool.total()).isEqualTo(Yen.of(700));
            assertThat(pool).hasToString("QUINELLA of 4 holding 700円");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -100, 50, 150, 1, Long.MIN_VALUE, Long.MAX_VALUE})
        void refuses_a_stake_that_is_not_a_positive_multiple_of_100_yen(long stake) {
            Pool pool = pool(BetType.QUINELLA, 4, "1-2:100");

            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(0, Yen.of(stake)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.add(set(BetType.QUINELLA, 4, "1-2"), Yen.of(stake)));
            assertThat(pool.total()).isEqualTo(Yen.of(100));
        }

        @Test
        void refuses_combinations_of_another_type_or_field_and_changes_nothing() {
            Pool pool = pool(BetType.QUINELLA, 4, "1-2:100");

            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(set(BetType.WIDE, 4, "1-2"), Yen.of(100)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.add(set(BetType.QUINELLA, 5, "1-2"), Yen.of(100)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.add(Combination.of(BetType.QUINELLA, 1, 5), Yen.of(100)));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> pool.add(6, Yen.of(100)));
            assertThat(pool.total()).isEqualTo(Yen.of(100));
        }

        @Test
        void to_an_empty_set_changes_nothing_even_in_a_full_pool() {
            Pool pool = Pool.empty(QUINELLA);
            pool.add(0, MOST);
            pool.add(CombinationSet.none(QUINELLA), Yen.of(100));

            assertThat(pool.total()).isEqualTo(MOST);
        }
    }

    @Nested
    class The_bound_of_10_trillion_yen {
        @Test
        void can_be_reached_but_not_exceeded() {
            Pool pool = Pool.empty(QUINELLA);
            pool.add(0, MOST.minus(Yen.of(100)));
            pool.add(1, Yen.of(100));

            assertThat(pool.total()).isEqualTo(Yen.of(10_000_000_000_000L));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(1, Yen.of(100)));
            assertThat(pool.total()).isEqualTo(MOST);
            assertThat(pool.stake(1)).isEqualTo(Yen.of(100));
        }

        @Test
        void applies_to_a_single_stake() {
            Pool pool = Pool.empty(QUINELLA);

            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(0, MOST.plus(Yen.of(100))));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(0, Yen.of(Long.MAX_VALUE / 100 * 100)));
            assertThat(pool.total()).isEqualTo(Yen.ZERO);
        }

        @Test
        void applies_to_the_sum_over_a_set_and_a_refusal_changes_nothing() {
            Pool pool = Pool.empty(QUINELLA);
            CombinationSet three = set(BetType.QUINELLA, 4, "1-2 1-3 1-4");
            Yen third = Yen.of(3_333_333_333_300L);

            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(three, third.plus(Yen.of(100))));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.add(three, Yen.of(Long.MAX_VALUE / 100 * 100)));
            assertThat(pool.snapshot()).containsOnly(0);
            pool.add(three, third);
            assertThat(pool.total()).isEqualTo(Yen.of(9_999_999_999_900L));
        }
    }

    @Nested
    class A_snapshot {
        @Test
        void restores_the_pool() {
            Pool pool = pool(BetType.QUINELLA, 4, "1-2:100 2-4:12,300");
            Pool restored = Pool.restore(QUINELLA, pool.snapshot());

            assertThat(restored.snapshot()).containsExactly(100, 0, 0, 0, 12_300, 0);
            assertThat(restored.total()).isEqualTo(Yen.of(12_400));
        }

        @Test
        void is_a_copy() {
            Pool pool = pool(BetType.QUINELLA, 4, "1-2:100");
            pool.snapshot()[0] = 7;

            assertThat(pool.stake(0)).isEqualTo(Yen.of(100));
        }

        @Test
        void of_another_length_or_with_invalid_stakes_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> Pool.restore(QUINELLA, new long[5]));
            assertThatIllegalArgumentException().isThrownBy(() -> Pool.restore(QUINELLA, new long[7]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pool.restore(QUINELLA, new long[] {0, -100, 0, 0, 0, 0}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pool.restore(QUINELLA, new long[] {0, 50, 0, 0, 0, 0}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pool.restore(QUINELLA, new long[] {MOST.value(), 100, 0, 0, 0, 0}));
        }
    }

    @Test
    void adding_to_a_copy_and_to_the_pool_are_independent() {
        Pool pool = pool(BetType.QUINELLA, 4, "1-2:100");
        Pool copy = pool.copy();
        copy.add(0, Yen.of(900));
        pool.add(1, Yen.of(300));

        assertThat(pool.snapshot()).containsExactly(100, 300, 0, 0, 0, 0);
        assertThat(copy.snapshot()).containsExactly(1_000, 0, 0, 0, 0, 0);
        assertThat(copy.total()).isEqualTo(Yen.of(1_000));
    }

    @Test
    void plus_returns_a_new_pool_and_leaves_the_pool_unchanged() {
        Pool pool = pool(BetType.QUINELLA, 4, "1-2:100");
        Pool withMine = pool.plus(set(BetType.QUINELLA, 4, "1-2 1-3"), Yen.of(500));

        assertThat(withMine.snapshot()).containsExactly(600, 500, 0, 0, 0, 0);
        assertThat(withMine.total()).isEqualTo(Yen.of(1_100));
        assertThat(pool.snapshot()).containsExactly(100, 0, 0, 0, 0, 0);
        assertThat(pool.total()).isEqualTo(Yen.of(100));
    }
}
