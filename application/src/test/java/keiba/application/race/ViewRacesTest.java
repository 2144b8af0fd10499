package keiba.application.race;

import static keiba.application.fake.Samples.DAY;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import org.junit.jupiter.api.Test;

class ViewRacesTest {
    private final FakeWorld world = new FakeWorld();
    private final ViewRaces view = world.useCases().races().view();

    @Test
    void returns_a_race_from_the_board_without_stored_data() {
        RaceCard card = world.openRace(RACE);
        world.books().away();
        assertThat(view.find(RACE)).contains(card);
    }

    @Test
    void returns_the_stored_race_if_the_board_lost_it() {
        RaceCard card = world.openRace(RACE);
        world.boardsLose();
        assertThat(view.find(RACE)).contains(card);
    }

    @Test
    void returns_the_stored_race_while_the_board_is_unavailable() {
        RaceCard card = world.openRace(RACE);
        world.boardsAway();
        assertThat(view.find(RACE)).contains(card);
        assertThat(view.find(new RaceId(404))).isEmpty();
    }

    @Test
    void fails_if_both_board_and_stored_data_are_unavailable() {
        world.boardsAway();
        world.books().away();
        assertThatThrownBy(() -> view.find(RACE)).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void lists_the_races_of_a_day() {
        RaceCard first = world.openRace(new RaceId(2));
        RaceCard second = world.openRace(new RaceId(11));
        assertThat(view.on(DAY, Optional.empty(), 10)).containsExactly(first, second);
        assertThat(view.on(DAY, Optional.of(new RaceId(2)), 10)).containsExactly(second);
        assertThat(view.on(DAY, Optional.empty(), 1)).containsExactly(first);
        assertThat(view.on(DAY.minusDays(1), Optional.empty(), 10)).isEmpty();
    }
}
