package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.application.caller.UserId;
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

/** The events that listeners get; the tests advance the clock and call tick() themselves. */
@Timeout(60)
class OddsStreamsTest {
    private static final StreamEvent END = StreamEvent.of("end", "end", 0, Json.object());
    private static final int MOST = 3;
    private static final RaceId OTHER = new RaceId(101);

    private final FakeWorld world = new FakeWorld();
    private final AtomicInteger boardsRead = new AtomicInteger();
    private final OddsStreams streams = streams(0);

    private OddsStreams streams(int mostPerAddress) {
        return new OddsStreams(
                world.useCases().races().view(),
                counting(world),
                new StreamPlaces(MOST, new AddressLimit(mostPerAddress)),
                Duration.ofSeconds(15),
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
        return streams.open(Samples.RACE, listener("192.0.2.1"));
    }

    private static Listener listener(String address) {
        return new Listener(address, EnumSet.allOf(BetType.class), Optional.empty());
    }

    private EventStream open(String lastEventId, BetType... types) {
        return streams.open(Samples.RACE, new Listener("192.0.2.1", Set.of(types), Optional.of(lastEventId)));
    }

    /** Returns the events that are waiting for a listener, as text, without waiting for more. */
    private List<String> waiting(EventStream stream) {
        stream.put(END, world.clock().instant());
        try {
            return stream.take().stream()
                    .filter(event -> event != END)
                    .map(StreamEvent::toString)
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
    void sends_a_new_listener_the_race_and_all_boards_first() {
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
    void reads_a_changed_board_once_and_sends_it_to_all_listeners() {
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
    void sends_a_later_listener_the_current_boards() {
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
    void sends_each_change_of_the_race() {
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
    void sends_boards_from_the_opening_of_sales() {
        world.useCases().races().declare().declare(Samples.proposal(Samples.RACE), Samples.OPERATOR);
        EventStream listener = open();
        assertThat(names(waiting(listener))).containsExactly("race");
        command(new RaceCommand.Open());
        streams.tick();
        assertThat(names(waiting(listener))).startsWith("race", "odds").hasSize(8);
    }

    @Test
    void refuses_a_stream_of_an_unknown_race_with_404() {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
        assertThat(streams.open()).isZero();
    }

    @Test
    void refuses_a_stream_when_the_limit_of_listeners_is_reached() {
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
    void refuses_streams_above_the_limit_of_one_address() {
        world.openRace(Samples.RACE);
        try (OddsStreams limited = streams(1)) {
            EventStream first = limited.open(Samples.RACE, listener("192.0.2.1"));
            assertThatThrownBy(() -> limited.open(Samples.RACE, listener("192.0.2.1")))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(429));
            limited.open(Samples.RACE, listener("192.0.2.2"));
            first.close();
            limited.open(Samples.RACE, listener("192.0.2.1"));
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
    void reads_no_boards_of_a_race_without_listeners_until_one_returns() {
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
    void sends_a_heartbeat_every_15_seconds_if_nothing_changes() {
        world.openRace(Samples.RACE);
        EventStream listener = open();
        waiting(listener);
        world.clock().advance(Duration.ofMillis(14_999));
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
        world.clock().advance(Duration.ofMillis(1));
        streams.tick();
        assertThat(waiting(listener))
                .containsExactly(
                        "event: heartbeat\ndata: {\"server_time\":\"" + Samples.NOW.plusSeconds(15) + "\"}\n\n");
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
    }

    @Test
    void closes_the_stream_of_a_listener_that_does_not_read() {
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
    void sends_a_change_made_during_an_outage_when_redis_and_postgres_are_back() {
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
    void closing_ends_all_streams_and_refuses_new_ones() {
        world.openRace(Samples.RACE);
        open();
        open();
        streams.close();
        assertThat(streams.open()).isZero();
        assertFull();
        assertThat(streams.open()).isZero();
    }

    @Test
    void reads_and_sends_only_the_bet_types_that_listeners_requested() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        EventStream trio = open("", BetType.TRIO);
        assertThat(waiting(trio)).hasSize(2).last().asString().contains("TRIO");
        assertThat(boardsRead.getAndSet(0)).isEqualTo(1);
        buy(Samples.ALICE, 3);
        streams.tick();
        assertThat(waiting(trio)).isEmpty();
        assertThat(boardsRead.get()).isZero();

        EventStream win = open("", BetType.WIN, BetType.TRIO);
        List<String> events = waiting(win);
        assertThat(names(events)).containsExactly("race", "odds", "odds");
        assertThat(events.stream()
                        .skip(1)
                        .map(event -> data(event).get("bet_type").textValue()))
                .containsExactlyInAnyOrder("WIN", "TRIO");
        assertThat(boardsRead.get()).isEqualTo(1);
        assertThat(waiting(trio)).isEmpty();
        command(new RaceCommand.Suspend());
        streams.tick();
        List<String> suspended = waiting(trio);
        assertThat(names(suspended)).startsWith("race");
        assertThat(suspended.stream().skip(1))
                .allSatisfy(event -> assertThat(event).contains("TRIO"));
    }

    @Test
    void reads_a_board_again_when_a_listener_requests_it_again() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        open("", BetType.TRIO);
        open("", BetType.WIN).close();
        buy(Samples.ALICE, 3);
        streams.tick();
        List<String> events = waiting(open("", BetType.WIN));
        assertThat(data(events.getLast()).get("sales").longValue()).isEqualTo(100);
    }

    @Test
    void sends_a_reconnecting_listener_only_newer_events() {
        world.openRace(Samples.RACE);
        world.deposit(Samples.ALICE, 1_000);
        EventStream first = open();
        StreamPosition position = StreamPosition.start();
        takeAll(first).forEach(position::advance);
        String id = position.id().orElseThrow();
        assertThat(id)
                .matches("race-\\d+,WIN-\\d+,PLACE-\\d+,QUINELLA-\\d+,WIDE-\\d+,EXACTA-\\d+,TRIO-\\d+,TRIFECTA-\\d+");
        assertThat(waiting(open(id, BetType.values()))).isEmpty();
        first.close();
        buy(Samples.ALICE, 3);
        try (OddsStreams other = streams(0)) { // of another process
            Listener again = new Listener("192.0.2.1", EnumSet.allOf(BetType.class), Optional.of(id));
            List<String> newer = waiting(other.open(Samples.RACE, again));
            assertThat(names(newer)).containsExactly("odds");
            assertThat(data(newer.getFirst()).get("bet_type").textValue()).isEqualTo("WIN");
        }
    }

    private List<StreamEvent> takeAll(EventStream stream) {
        try {
            return stream.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void treats_a_listener_with_a_malformed_last_event_id_as_new() {
        world.openRace(Samples.RACE);
        for (String wrong :
                List.of("", "17", "race", "race-", "race-x", "race--1", "race-1;WIN-1", "x".repeat(10_000))) {
            EventStream stream = open(wrong, BetType.values());
            assertThat(waiting(stream)).as(wrong).hasSize(8);
            stream.close();
        }
    }

    @Test
    void sends_a_later_listener_the_current_server_time() {
        world.openRace(Samples.RACE);
        open();
        world.clock().advance(Duration.ofSeconds(40));
        streams.tick();
        assertThat(data(waiting(open()).getFirst()).get("server_time").textValue())
                .isEqualTo(Samples.NOW.plusSeconds(40).toString());
    }

    private EventStream openDay(LocalDate day) {
        return streams.open(day, listener("192.0.2.1"));
    }

    private static List<Long> races(List<String> events) {
        assertThat(names(events)).containsOnly("race");
        return events.stream()
                .map(event -> data(event).get("race_id").longValue())
                .toList();
    }

    @Test
    void a_stream_of_a_day_sends_each_of_its_races_and_every_change() {
        world.openRace(Samples.RACE);
        world.openRace(OTHER);
        EventStream listener = openDay(Samples.DAY);
        EventStream another = openDay(Samples.DAY.plusDays(1));
        List<String> events = waiting(listener);
        assertThat(races(events)).containsExactly(Samples.RACE.value(), OTHER.value());
        assertThat(data(events.getFirst()).get("server_time").textValue()).isEqualTo(Samples.NOW.toString());
        streams.tick();
        assertThat(waiting(listener)).isEmpty();
        command(new RaceCommand.Suspend());
        streams.tick();
        List<String> changed = waiting(listener);
        assertThat(races(changed)).containsExactly(Samples.RACE.value());
        assertThat(data(changed.getFirst()).get("state").textValue()).isEqualTo("SUSPENDED");
        assertThat(waiting(another)).isEmpty();
        assertThat(races(waiting(openDay(Samples.DAY)))).containsExactly(Samples.RACE.value(), OTHER.value());
    }

    @Test
    void a_stream_of_a_day_sends_a_race_that_is_declared_later() {
        EventStream listener = openDay(Samples.DAY);
        assertThat(waiting(listener)).isEmpty();
        world.useCases().races().declare().declare(Samples.proposal(OTHER), Samples.OPERATOR);
        streams.tick();
        assertThat(races(waiting(listener))).containsExactly(OTHER.value());
    }

    @Test
    void a_race_moved_to_another_day_is_sent_to_the_streams_of_both_days() {
        world.useCases().races().declare().declare(Samples.proposal(Samples.RACE), Samples.OPERATOR);
        EventStream before = openDay(Samples.DAY);
        EventStream after = openDay(Samples.DAY.plusDays(1));
        waiting(before);
        world.useCases()
                .races()
                .reschedule()
                .reschedule(
                        Samples.RACE,
                        Samples.POST_TIME.plus(Duration.ofDays(1)),
                        Optional.of(Samples.DEADLINE.plus(Duration.ofDays(1))),
                        Samples.OPERATOR);
        streams.tick();
        String moved = Samples.DAY.plusDays(1).toString();
        assertThat(data(waiting(before).getFirst()).get("date").textValue()).isEqualTo(moved);
        assertThat(data(waiting(after).getFirst()).get("date").textValue()).isEqualTo(moved);
        streams.tick();
        assertThat(waiting(before)).isEmpty();
        assertThat(waiting(openDay(Samples.DAY))).isEmpty();
    }

    @Test
    void sends_a_listener_that_returns_to_a_day_only_the_changed_races() {
        world.openRace(Samples.RACE);
        world.openRace(OTHER);
        StreamPosition position = StreamPosition.start();
        EventStream first = openDay(Samples.DAY);
        takeAll(first).forEach(position::advance);
        first.close();
        command(new RaceCommand.Suspend());
        Listener again = new Listener("192.0.2.1", Set.of(), position.id());
        assertThat(races(waiting(streams.open(Samples.DAY, again)))).containsExactly(Samples.RACE.value());
    }

    @Test
    void streams_of_days_and_of_races_share_one_limit_of_listeners() {
        world.openRace(Samples.RACE);
        open();
        openDay(Samples.DAY);
        openDay(Samples.DAY.plusDays(1));
        assertFull();
        assertThatThrownBy(() -> openDay(Samples.DAY)).isInstanceOf(ProblemException.class);
        assertThat(streams.open()).isEqualTo(MOST);
    }
}
