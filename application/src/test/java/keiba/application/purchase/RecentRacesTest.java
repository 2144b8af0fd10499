package keiba.application.purchase;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
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
    void ignores_a_look_up_with_a_time_in_the_future() {
        world.clock().advance(Duration.ofHours(1));
        find();
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        world.clock().advance(Duration.ofHours(-1));
        assertThat(find().card().state()).isEqualTo(RaceState.CLOSED);
    }

    @Test
    void looks_a_missing_race_up_once_within_100_milliseconds() {
        for (int request = 0; request < 10; request++) {
            assertThat(recent.find(new RaceId(101))).isEmpty();
        }
        assertThat(lookups()).isEqualTo(1);
        world.openRace(new RaceId(101));
        assertThat(recent.findNow(new RaceId(101))).isPresent();
        assertThat(recent.find(new RaceId(101))).isPresent();
    }

    @Test
    void sees_a_new_race_after_100_milliseconds() {
        assertThat(recent.find(new RaceId(101))).isEmpty();
        world.openRace(new RaceId(101));
        world.clock().advance(RecentRaces.FRESH);
        assertThat(recent.find(new RaceId(101))).isPresent();
    }

    @Test
    void keeps_known_races_despite_many_look_ups_of_missing_races() {
        find();
        for (int number = 0; number < 3 * RecentRaces.MOST; number++) {
            assertThat(recent.find(new RaceId(1_000_000 + number))).isEmpty();
        }
        int before = lookups();
        find();
        assertThat(lookups()).isEqualTo(before);
    }

    @Test
    void returns_a_race_again_after_look_ups_of_many_other_races() {
        for (int number = 0; number < 1_100; number++) {
            RaceId id = new RaceId(1_000 + number);
            world.raceBoard().show(Samples.open(id));
            assertThat(recent.find(id)).isPresent();
        }
        assertThat(find().card().id()).isEqualTo(RACE);
    }

    @Test
    void fails_after_100_milliseconds_if_the_race_cannot_be_read() {
        find();
        world.boardsAway();
        world.books().away();
        assertThat(find()).isNotNull();
        world.clock().advance(RecentRaces.FRESH);
        assertThatThrownBy(this::find).isInstanceOf(TemporaryFailure.class);
    }

    /** Returns races that run one of these actions during each look-up. */
    private RecentRaces watched(Deque<Runnable> duringLooks) {
        ViewRaces view = world.useCases().races().view();
        ViewRaces races = mock(ViewRaces.class);
        doAnswer(call -> {
                    duringLooks.remove().run();
                    return view.find(RACE);
                })
                .when(races)
                .find(any());
        return new RecentRaces(races, world.clock());
    }

    private static RaceState state(RecentRaces races) {
        return races.find(RACE).orElseThrow().card().state();
    }

    @Test
    void one_request_refreshes_a_race_while_others_use_the_previous_state() {
        Deque<Runnable> duringLooks = new ArrayDeque<>();
        RecentRaces races = watched(duringLooks);
        List<RaceState> meanwhile = new ArrayList<>();
        duringLooks.add(() -> {});
        duringLooks.add(() -> {
            meanwhile.add(state(races));
            world.clock().advance(RecentRaces.WHILE_LOOKING.minusNanos(1));
            meanwhile.add(state(races));
        });
        assertThat(state(races)).isEqualTo(RaceState.OPEN);
        world.useCases().races().command().command(RACE, new RaceCommand.Close(), OPERATOR);
        world.clock().advance(RecentRaces.FRESH);
        assertThat(state(races)).isEqualTo(RaceState.CLOSED);
        assertThat(meanwhile).containsExactly(RaceState.OPEN, RaceState.OPEN);
        assertThat(duringLooks).isEmpty();
    }

    @Test
    void uses_no_state_older_than_200_milliseconds_if_look_ups_fail() {
        find();
        world.boardsAway();
        world.books().away();
        world.clock().advance(RecentRaces.FRESH);
        assertThatThrownBy(this::find).isInstanceOf(TemporaryFailure.class);
        world.clock().advance(RecentRaces.WHILE_LOOKING.minusNanos(1));
        assertThat(find().card().state()).isEqualTo(RaceState.OPEN);
        world.clock().advance(Duration.ofNanos(1));
        assertThatThrownBy(this::find).isInstanceOf(TemporaryFailure.class);
    }

    @Test
    void many_unknown_ids_cause_no_second_look_up_of_a_race_in_progress() {
        RaceCard card = world.books().card(RACE);
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<RecentRaces> flooded = new AtomicReference<>();
        ViewRaces races = mock(ViewRaces.class);
        doAnswer(call -> {
                    if (!call.getArgument(0).equals(RACE)) {
                        return Optional.empty();
                    }
                    if (looks.incrementAndGet() == 2) {
                        askForUnknown(flooded.get());
                        assertThat(flooded.get().find(RACE)).isPresent();
                    }
                    return Optional.of(card);
                })
                .when(races)
                .find(any());
        flooded.set(new RecentRaces(races, world.clock()));
        assertThat(flooded.get().find(RACE)).isPresent();
        askForUnknown(flooded.get());
        world.clock().advance(RecentRaces.FRESH);
        assertThat(flooded.get().find(RACE)).isPresent();
        assertThat(looks).hasValue(2);
    }

    /** Looks up as many unknown races as are cached. */
    private static void askForUnknown(RecentRaces races) {
        for (int id = 1; id < RecentRaces.MOST; id++) {
            assertThat(races.find(new RaceId(1_000_000 + id))).isEmpty();
        }
    }
}
