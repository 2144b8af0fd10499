package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.application.account.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.odds.ShownOdds;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners are told, with the clock and the ticks moved by hand. */
@Timeout(60)
class OddsStreamsTest {
    private static final byte[] END = {0};
    private static final int MOST = 3;

    private final FakeWorld world = new FakeWorld();
    private final AtomicInteger boardsRead = new AtomicInteger();
    private final OddsStreams streams = streams(0);

    private OddsStreams streams(int mostPerAddress) {
        return new OddsStreams(
                world.useCases().races().view(),
                counting(world),
                MOST,
                new AddressLimit(mostPerAddress),
                world.clock());
    }

    private ViewOdds counting(FakeWorld counted) {
        ViewOdds odds = counted.useCases().odds().view();
        return new ViewOdds() {
            @Override
            public Optional<ShownOdds> odds(RaceId race, BetType type) {
                boardsRead.incrementAndGet();
                return odds.odds(race, type);
            }

            @Override
            public Optional<List<ShownOdds>> odds(RaceId race) {
                return odds.odds(race);
            }

            @Override
            public List<ShownOdds> shown(RaceId race) {
                return odds.shown(race);
            }

            @Override
            public Optional<Map<BetType, Long>> versions(RaceId race) {
                return odds.versions(race);
            }
        };
    }

    @AfterEach
    void stop() {
        streams.close();
    }

    private EventStream open() {
        return streams.open(Samples.RACE, "192.0.2.1");
    }

    /** What waits for a listener, as text; does not wait for more. */
    private List<String> waiting(EventStream stream) {
        stream.put("end", END, world.clock().instant());
        try {
            return stream.take().stream()
                    .filter(event -> event.length > END.length)
                    .map(event -> new String(event, StandardCharsets.UTF_8))
                    .toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static List<String> names(List<String> events) {
        return events.stream()
                .map(event -> event.substring("event: ".length(), event.indexOf('\n')))
                .toList();
    }

    private static JsonNode data(String event) {
        assertThat(event).endsWith("\n\n");
        return Json.read(event.substring(event.indexOf("data: ") + "data: ".length()));
    }

    private void buy(UserId user, int horse) {
        world.useCases().purchases().place().place(user, Samples.RACE, Samples.win(horse, 100), Optional.empty());
        world.reader().readAll();
        world.useCases().odds().publish().publishChanged();
    }

    private void command(RaceCommand.OperatorCommand command) {
        world.useCases().races().command().command(Samples.RACE, command, Samples.OPERATOR);
        world.useCases().odds().publish().sync();
    }

    @Test
    void a_listener_is_told_first_how_everything_stands() {
        world.openRace(Samples.RACE);
        List<String> events = waiting(open());
        assertThat(names(events)).containsExactly("race", "odds", "odds", "odds", "odds", "odds", "odds", "odds");
        assertThat(data(events.get(0)).get("state").textValue()).isEqualTo("OPEN");
        assertThat(data(events.get(0)).get("server_time").textValue()).isEqualTo(Samples.NOW.toString());
        assertThat(events.stream()
                        .skip(1)
                        .map(event -> data(event).get("bet_type").textValue()))
                .containsExactly("WIN", "PLACE", "QUINELLA", "WIDE", "EXACTA", "TRIO", "TRIFECTA");
    }

    @Test
    void a_board_that_changes_is_told_to_all_and_looked_up_once() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        List<EventStream> listeners = List.of(open(), open(), open());
        listeners.forEach(this::waiting);
        assertThat(boardsRead.getAndSet(0)).isEqualTo(7);
        streams.tick();
        assertThat(listeners)
                .allSatisfy(listener -> assertThat(waiting(listener)).isEmpty());
        buy(Samples.ALICE, 3);
        streams.tick();
        for (EventStream listener : listeners) {
            List<String> events = waiting(listener);
            assertThat(names(events)).containsExactly("odds");
            assertThat(data(events.get(0)).get("bet_type").textValue()).isEqualTo("WIN");
            assertThat(data(events.get(0)).get("sales").longValue()).isEqualTo(100);
        }
        assertThat(boardsRead.get()).isEqualTo(1);
    }

    @Test
    void a_listener_that_comes_later_is_told_what_the_others_know() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        open();
        buy(Samples.ALICE, 3);
        streams.tick();
        List<String> events = waiting(open());
        assertThat(events).hasSize(8);
        assertThat(data(events.get(1)).get("sales").longValue()).isEqualTo(100);
    }

    @Test
    void what_becomes_of_the_race_is_told() {
        world.openRace(Samples.RACE);
        EventStream listener = open();
        waiting(listener);
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        streams.tick();
        List<String> scratched = waiting(listener);
        assertThat(names(scratched)).startsWith("race").hasSize(8);
        assertThat(data(scratched.get(0)).get("runners").get(3).get("status").textValue())
                .isEqualTo("SCRATCHED");
        world.useCases()
                .races()
                .reschedule()
                .reschedule(
                        Samples.RACE,
                        Samples.POST_TIME.plusSeconds(60),
                        Optional.of(Samples.DEADLINE.plusSeconds(60)),
                        Samples.OPERATOR);
        streams.tick();
        assertThat(data(waiting(listener).get(0)).get("post_time").textValue()).isEqualTo("2026-11-22T06:41:00Z");
        command(new RaceCommand.Suspend());
        streams.tick();
        assertThat(data(waiting(listener).get(0)).get("state").textValue()).isEqualTo("SUSPENDED");
    }

    @Test
    void boards_begin_with_the_sale() {
        world.useCases().races().declare().declare(Samples.proposal(Samples.RACE), Samples.OPERATOR);
        EventStream listener = open();
        assertThat(names(waiting(listener))).containsExactly("race");
        command(new RaceCommand.Open());
        streams.tick();
        assertThat(names(waiting(listener))).startsWith("race", "odds").hasSize(8);
    }

    @Test
    void nobody_listens_to_a_race_that_is_unknown() {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
        assertThat(streams.open()).isZero();
    }

    @Test
    void no_more_than_so_many_listen_at_once() {
        world.openRace(Samples.RACE);
        EventStream first = open();
        open();
        open();
        assertFull();
        first.close();
        assertThat(streams.open()).isEqualTo(MOST - 1);
        open();
        assertFull();
    }

    @Test
    void one_address_cannot_take_all_places() {
        world.openRace(Samples.RACE);
        try (OddsStreams limited = streams(1)) {
            EventStream first = limited.open(Samples.RACE, "192.0.2.1");
            assertThatThrownBy(() -> limited.open(Samples.RACE, "192.0.2.1"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(429));
            limited.open(Samples.RACE, "192.0.2.2");
            first.close();
            limited.open(Samples.RACE, "192.0.2.1");
            assertThat(limited.open()).isEqualTo(2);
        }
    }

    private void assertFull() {
        assertThatThrownBy(this::open).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(503);
            assertThat(refused.problem().retryAfter()).isPresent();
        });
    }

    @Test
    void a_feed_without_listeners_ends_and_begins_again() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        open().close();
        streams.tick();
        buy(Samples.ALICE, 3);
        boardsRead.set(0);
        streams.tick();
        assertThat(boardsRead.get()).isZero();
        assertThat(data(waiting(open()).get(1)).get("sales").longValue()).isEqualTo(100);
    }

    @Test
    void a_listener_hears_something_now_and_then_although_nothing_changes() {
        world.openRace(Samples.RACE);
        EventStream listener = open();
        waiting(listener);
        world.clock().advance(Duration.ofMillis(14_999));
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
        world.clock().advance(Duration.ofMillis(1));
        streams.tick();
        assertThat(waiting(listener)).containsExactly(":\n\n");
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
    }

    @Test
    void a_listener_that_does_not_read_loses_its_place() {
        world.openRace(Samples.RACE);
        open();
        EventStream reading = open();
        waiting(reading);
        world.clock().advance(Duration.ofSeconds(61));
        streams.tick();
        assertThat(streams.open()).isEqualTo(1);
        assertThat(waiting(reading)).isNotEmpty();
    }

    @Test
    void what_changes_while_the_servers_are_away_is_told_when_they_are_back() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        EventStream listener = open();
        waiting(listener);
        buy(Samples.ALICE, 3);
        world.boardsAway();
        world.books().away();
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
        assertThatThrownBy(this::open).isInstanceOf(TemporaryFailure.class);
        assertThat(streams.open()).isEqualTo(1);
        world.boardsBack();
        world.books().back();
        streams.tick();
        assertThat(names(waiting(listener))).containsExactly("odds");
    }

    @Test
    void none_is_open_and_none_begins_once_they_are_closed() {
        world.openRace(Samples.RACE);
        open();
        open();
        streams.close();
        assertThat(streams.open()).isZero();
        assertFull();
        assertThat(streams.open()).isZero();
    }
}
