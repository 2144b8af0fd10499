package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import keiba.domain.pool.Market;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;

class RefundedNumbersTest {
    /** Horses 1 to 8 are alone in their brackets; 9 shares bracket 8 with 8. */
    private static final Market NINE = Market.open(RuleBooks.JRA, Field.of(9));

    private static RefundedNumbers without(int... horses) {
        return RefundedNumbers.of(NINE.scratch(Horses.of(horses)));
    }

    @Test
    void are_empty_if_every_horse_runs() {
        assertThat(RefundedNumbers.of(NINE)).isEqualTo(new RefundedNumbers(Horses.NONE, List.of(), List.of()));
    }

    @Test
    void contain_a_bracket_without_remaining_horses() {
        assertThat(without(7, 3)).isEqualTo(new RefundedNumbers(Horses.of(3, 7), List.of(3, 7), List.of()));
        assertThat(without(8, 9)).isEqualTo(new RefundedNumbers(Horses.of(8, 9), List.of(8), List.of()));
    }

    @Test
    void contain_a_bracket_whose_pair_with_itself_is_void() {
        assertThat(without(9)).isEqualTo(new RefundedNumbers(Horses.of(9), List.of(), List.of(8)));
    }

    @Test
    void do_not_contain_a_bracket_that_was_never_sold() {
        Market withdrawn = Market.open(RuleBooks.JRA, Field.of(10).withdraw(Horses.of(3)));

        assertThat(RefundedNumbers.of(withdrawn)).isEqualTo(new RefundedNumbers(Horses.NONE, List.of(), List.of()));
    }

    @Test
    void are_ascending_brackets_from_1_to_8() {
        List<Integer> all = List.of(1, 2, 3, 4, 5, 6, 7, Brackets.COUNT);
        assertThat(new RefundedNumbers(Horses.NONE, all, all).brackets()).isEqualTo(all);
        for (List<Integer> wrong : List.of(List.of(2, 1), List.of(4, 4), List.of(0), List.of(1, 9))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RefundedNumbers(Horses.NONE, wrong, List.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> new RefundedNumbers(Horses.NONE, List.of(), wrong));
        }
    }
}
