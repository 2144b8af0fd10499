package keiba.application.purchase;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.RaceId;
import keiba.domain.pool.Market;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentRacesTest {
    private final FakeWorld world = new FakeWorld();
    private final RecentRaces recent = new RecentRaces(world.useCases().races().view(), world.clock());

    @BeforeEach
    void openRace() {
        world.openRace(RACE);
        world.raceBoard().faults().back();
    }

    private RecentRaces.Recent find() {
        return recent.find(RACE).orElseThrow();
    }

    private int lookups() {
        return world.raceBoard().faults().calls();
    }

    @Test
    void looks_a_race_up_once_within_100_milliseconds() {
        for (int millisecond = 0; millisecond < 100; millisecond++) {
            find();
            world.clock().advance(Duration.ofMillis(1));
        }
        assertThat(lookups()).isEqualTo(1);
        find();
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void sees_a_change_after_100_milliseconds() {
        find();
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        assertThat(find().card().state()).isEqualTo(RaceState.OPEN);
        world.clock().advance(RecentRaces.FRESH);
        assertThat(find().card().state()).isEqualTo(RaceState.CLOSED);
    }

    @Test
    void keeps_the_market_of_a_race_that_has_not_changed() {
        Market market = find().market();
        world.clock().advance(RecentRaces.FRESH);
        assertThat(find().market()).isSameAs(market);
        world.useCases().races().command().command(RACE, new RaceCommand.Suspend(), OPERATOR);
        world.clock().advance(RecentRaces.FRESH);
        assertThat(find().market()).isNotSameAs(market);
    }

    @Test
    void believes_nothing_that_was_looked_up_in_the_future() {
        world.clock().advance(Duration.ofHours(1));
        find();
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        world.clock().advance(Duration.ofHours(-1));
        assertThat(find().card().state()).isEqualTo(RaceState.CLOSED);
    }

    @Test
    void does_not_keep_what_it_did_not_find() {
        assertThat(recent.find(new RaceId(101))).isEmpty();
        world.openRace(new RaceId(101));
        assertThat(recent.find(new RaceId(101))).isPresent();
    }

    @Test
    void forgets_nothing_that_is_asked_for_when_there_are_very_many_races() {
        for (int number = 0; number < 1_100; number++) {
            RaceId id = new RaceId(1_000 + number);
            world.raceBoard().show(Samples.open(id));
            assertThat(recent.find(id)).isPresent();
        }
        assertThat(find().card().id()).isEqualTo(RACE);
    }

    @Test
    void does_not_sell_on_an_old_look_when_nobody_answers() {
        find();
        world.boardsAway();
        world.books().away();
        assertThat(find()).isNotNull();
        world.clock().advance(RecentRaces.FRESH);
        assertThatThrownBy(this::find).isInstanceOf(TemporaryFailure.class);
    }
}
