package keiba.adapter.postgres;

import static keiba.adapter.postgres.Races.DAY;
import static keiba.adapter.postgres.Races.OPERATOR;
import static keiba.adapter.postgres.Races.declared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.failure.PermanentFailure;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresRaceBookTest extends BooksTest {

    @Test
    void returns_a_race_as_it_was_entered() {
        RaceCard card = declared(100, DAY, 18);
        assertThat(races.enter(card, OPERATOR)).isEmpty();
        assertThat(races.find(new RaceId(100))).contains(card);
        assertThat(races.find(new RaceId(101))).isEmpty();
    }

    @Test
    void refuses_to_enter_a_race_id_twice_and_returns_the_first_race() {
        races.enter(declared(100, DAY, 18), OPERATOR);
        assertThat(races.enter(declared(100, DAY, 8), OPERATOR)).contains(declared(100, DAY, 18));
    }

    @Test
    void returns_a_race_in_its_current_state() {
        Races.open(races, 100);
        Races.command(races, 100, new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        Races.command(races, 100, new RaceCommand.Close());
        RaceResult result = RaceResult.of(OrderOfFinish.of(6, 5, 3, 1, 2, 7, 8, 9, 10, 11, 12, 13, 14, 15))
                .withPulledUp(16)
                .withDisqualified(17, 18)
                .demote(6, 3);
        RaceCard last = Races.command(races, 100, new RaceCommand.Post(result));

        assertThat(races.find(new RaceId(100))).contains(last);
        assertThat(last.version()).isEqualTo(5);
    }

    @Test
    void writes_every_change_to_the_audit_trail_but_no_unchanged_decision() {
        Races.open(races, 100);
        races.decide(new RaceId(100), OPERATOR, "Look", (card, now) -> RaceBook.Decision.unchanged(card));
        assertThat(Rows.lines(
                        login,
                        "SELECT concat_ws(' ', actor, action, subject, before ->> 'state', '->', after ->> 'state', software)"
                                + " FROM operator_action ORDER BY action_id"))
                .containsExactly("900 Declare race:100 -> DECLARED test", "900 Open race:100 DECLARED -> OPEN test");
    }

    @Test
    void writes_an_announcement_and_its_audit_entry_together_or_not_at_all() {
        RaceCard open = Races.open(races, 100);
        RaceCard announced = Races.announcing(open, 3, "武豊 \"O'Hara\"");
        races.decide(new RaceId(100), OPERATOR, "Announce", (card, now) -> RaceBook.Decision.changed(announced, card));
        assertThat(Rows.lines(
                        login,
                        "SELECT concat_ws(' ', actor, action, before #>> '{runners,2,jockey}', '->', after #>> '{runners,2,jockey}')"
                                + " FROM operator_action WHERE action = 'Announce'"))
                .containsExactly("900 Announce O'Jockey \"3\" -> 武豊 \"O'Hara\"");
        assertThat(
                        Rows.lines(
                                login,
                                "SELECT race_id || ' ' || version || ' ' || (content #>> '{changes,0,kind}') FROM announcement"))
                .containsExactly("100 1 JOCKEY");

        Rows.execute(
                login, "ALTER TABLE operator_action ADD CONSTRAINT full_disk CHECK (action <> 'Announce') NOT VALID");
        assertThatThrownBy(() -> races.decide(
                        new RaceId(100),
                        OPERATOR,
                        "Announce",
                        (card, now) -> RaceBook.Decision.changed(Races.announcing(card, 4, "C. Lemaire"), card)))
                .isInstanceOf(PermanentFailure.class);
        Rows.execute(login, "ALTER TABLE operator_action DROP CONSTRAINT full_disk");
        assertThat(races.announcements(new RaceId(100), 0, 10)).hasSize(1);
        assertThat(races.find(new RaceId(100))).contains(announced);
    }

    @Test
    void scratches_and_announces_a_race_stored_without_an_announcement_version() {
        RaceCard open = Races.open(races, 100);
        RaceCard announced = Races.announcing(open, 3, "Y. Take");
        races.decide(new RaceId(100), OPERATOR, "Announce", (card, now) -> RaceBook.Decision.changed(announced, card));
        Rows.execute(login, "UPDATE race SET standing = standing - 'announced' WHERE race_id = 100");

        RaceCard scratched = races.decide(new RaceId(100), OPERATOR, "Scratch", (card, now) -> {
                    RaceCard changed = Races.scratching(card, 4);
                    return RaceBook.Decision.changed(changed, changed);
                })
                .orElseThrow();
        races.decide(
                new RaceId(100),
                OPERATOR,
                "Announce",
                (card, now) -> RaceBook.Decision.changed(Races.announcing(card, 5, "C. Lemaire"), card));

        assertThat(scratched.announced().version()).isEqualTo(1);
        assertThat(Rows.lines(
                        login,
                        "SELECT version || ' ' || (content #>> '{changes,0,kind}') FROM announcement ORDER BY version"))
                .containsExactly("1 JOCKEY", "2 SCRATCH", "3 JOCKEY");
    }

    @Test
    void does_not_call_the_decision_for_an_unknown_race() {
        assertThat(races.<Integer>decide(new RaceId(1), OPERATOR, "Open", (card, now) -> {
                    throw new AssertionError("decided");
                }))
                .isEmpty();
    }

    @Test
    void refuses_to_save_an_earlier_version_of_a_race() {
        Races.open(races, 100);
        assertThatThrownBy(() -> races.decide(
                        new RaceId(100),
                        OPERATOR,
                        "Undo",
                        (card, now) -> RaceBook.Decision.changed(declared(100, DAY, 18), card)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lists_the_races_of_a_day_by_id_in_pages() {
        IntStream.of(12, 5, 9, 7).forEach(id -> races.enter(declared(id, DAY, 8), OPERATOR));
        races.enter(declared(8, DAY.plusDays(1), 8), OPERATOR);
        assertThat(races.on(DAY, Optional.empty(), 3))
                .extracting(card -> card.id().value())
                .containsExactly(5L, 7L, 9L);
        assertThat(races.on(DAY, Optional.of(new RaceId(9)), 3))
                .extracting(card -> card.id().value())
                .containsExactly(12L);
    }

    @Test
    void lists_void_races_as_current_for_a_day_and_unsettled_ones_always() {
        Races.open(races, 3);
        races.enter(declared(2, DAY, 8), OPERATOR);
        Races.open(races, 4);
        Races.command(races, 4, new RaceCommand.Cancel(CancelReason.NO_RACE));
        assertThat(races.current()).extracting(card -> card.id().value()).containsExactly(2L, 3L, 4L);
        Rows.execute(login, "UPDATE race SET changed_at = now() - interval '25 hours'");
        assertThat(races.current()).extracting(card -> card.id().value()).containsExactly(2L, 3L);
    }

    @Test
    void concurrent_decisions_about_a_race_each_see_the_previous_version() throws Exception {
        Races.open(races, 100);
        Callable<Long> touch = () -> races.decide(new RaceId(100), OPERATOR, "Touch", (card, now) -> {
                    RaceCard next = card.with(card.race());
                    return RaceBook.Decision.changed(next, next.version());
                })
                .orElseThrow();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Long>> versions = threads.invokeAll(java.util.Collections.nCopies(16, touch));
            for (Future<Long> version : versions) {
                assertThat(version.get()).isBetween(3L, 18L);
            }
        }
        assertThat(races.find(new RaceId(100)).orElseThrow().version()).isEqualTo(18);
    }

    @Test
    void entering_races_of_a_new_month_moves_its_rows_from_the_default_partition() throws Exception {
        LocalDate far = LocalDate.of(2031, 5, 5);
        java.time.Instant then = far.atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        record(new Queue(1).put(Queue.win(1, 500, 1, 100), then).all());
        assertThat(Rows.count(login, "SELECT count(*) FROM refusal_other")).isEqualTo(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Object>> work = IntStream.range(0, 6)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        try (PostgresBooks own = Databases.open(login)) {
                            return own.books().races().enter(declared(600 + i, far, 8), OPERATOR);
                        }
                    })
                    .toList();
            for (Future<Object> done : threads.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(Optional.empty());
            }
        }
        assertThat(Rows.count(login, "SELECT count(*) FROM refusal_other")).isZero();
        assertThat(Rows.count(login, "SELECT count(*) FROM refusal_2031_05")).isEqualTo(1);
    }

    @Test
    void refuses_a_name_that_cannot_be_stored_and_stores_nothing() {
        RaceCard card = declared(100, DAY, 2);
        keiba.application.race.RaceProposal hostile = new keiba.application.race.RaceProposal(
                100,
                DAY,
                "venue",
                1,
                "nul\0",
                keiba.application.race.RaceRules.named("JRA"),
                card.postTime(),
                Optional.empty(),
                card.declared().runners(),
                new java.util.TreeMap<>(),
                List.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                card.course());
        assertThatThrownBy(() -> races.enter(RaceCard.entered(hostile, card.deadline(), card.race()), OPERATOR))
                .isInstanceOf(PermanentFailure.class);
        assertThat(races.find(new RaceId(100))).isEmpty();
    }

    @Test
    void returns_pools_with_their_races_including_pools_without_sales() {
        Races.open(races, 100);
        Races.open(races, 101, DAY, 8);
        deposit(1, 1_000);
        record(new Queue(0).put(Queue.win(1, 100, 3, 500)).all());
        record(new Queue(1).put(Queue.win(1, 100, 3, 200)).all());

        List<PoolBook.PoolState> states = pools.pools(List.of(
                new BoardId(new RaceId(101), BetType.TRIO),
                new BoardId(new RaceId(999), BetType.WIN),
                new BoardId(new RaceId(100), BetType.WIN),
                new BoardId(new RaceId(100), BetType.WIN)));

        assertThat(states).extracting(state -> state.card().id().value()).containsExactly(101L, 100L);
        assertThat(states).extracting(PoolBook.PoolState::version).containsExactly(0L, 2L);
        assertThat(states).extracting(state -> state.pool().total()).containsExactly(Yen.ZERO, Yen.of(700));
        assertThat(states.get(0).pool().numbering().count()).isEqualTo(56);
        assertThat(states.get(1).card().state()).isEqualTo(RaceState.OPEN);
        assertThat(pools.pools(List.of())).isEmpty();
    }

    @Test
    void stores_a_race_that_moved_to_another_day_under_that_day() {
        LocalDate next = LocalDate.of(2031, 5, 1);
        races.enter(declared(100, DAY, 18), OPERATOR);
        RaceCard moved = Races.moveTo(races, 100, next);

        assertThat(races.find(new RaceId(100))).contains(moved);
        assertThat(races.on(DAY, Optional.empty(), 10)).isEmpty();
        assertThat(races.on(next, Optional.empty(), 10)).containsExactly(moved);
        assertThat(races.enter(declared(100, DAY, 18), OPERATOR)).contains(moved);
        assertThat(Rows.lines(login, "SELECT race_day || ' ' || (declared ->> 'date') || ' ' || expires_on FROM race"))
                .containsExactly("2031-05-01 2026-11-22 2031-06-30");
        assertThat(Rows.lines(
                        login,
                        "SELECT concat_ws(' ', action, before ->> 'date', '->', after ->> 'date')"
                                + " FROM operator_action WHERE action = 'Reschedule'"))
                .containsExactly("Reschedule 2026-11-22 -> 2031-05-01");
        assertThat(Rows.count(login, "SELECT count(*) FROM pg_class WHERE relname = 'ticket_2031_05'"))
                .isEqualTo(1);
    }
}
