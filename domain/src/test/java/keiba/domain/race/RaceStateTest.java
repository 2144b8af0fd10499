package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RaceStateTest {
    @Test
    void accepts_scratches_until_official_but_not_while_running_or_under_inquiry() {
        assertThat(Arrays.stream(RaceState.values()).filter(RaceState::acceptsScratches))
                .containsExactly(
                        RaceState.DECLARED,
                        RaceState.OPEN,
                        RaceState.SUSPENDED,
                        RaceState.CLOSED,
                        RaceState.UNOFFICIAL);
    }

    @Test
    void settles_bets_once_the_first_three_are_confirmed() {
        assertThat(Arrays.stream(RaceState.values()).filter(RaceState::settles))
                .containsExactly(RaceState.PLACED_TO_3, RaceState.OFFICIAL, RaceState.PAYABLE);
    }
}
