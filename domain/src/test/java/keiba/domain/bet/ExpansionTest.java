package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import keiba.domain.race.Field;
import org.junit.jupiter.api.Test;

class ExpansionTest {
    private final Offering offering = new Offering(Field.of(6), Set.of(BetType.TRIO), 2);

    @Test
    void a_valid_selection_expands_to_its_combinations() {
        assertThat(Selection.Box.of(1, 3, 5).expand(BetType.TRIO, offering).orElseThrow())
                .hasToString("TRIO [1-3-5]");
    }

    @Test
    void an_invalid_selection_throws_an_exception_with_the_fault() {
        Expansion expansion = Selection.Box.of(1, 3, 7).expand(BetType.TRIO, offering);

        assertThatThrownBy(expansion::orElseThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the selection is invalid: NUMBERS NOT_ENTERED");
    }
}
