package keiba.application.contract;

import static keiba.application.fake.Samples.DAY;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.fake.Samples;
import keiba.application.race.AnnouncedChange;
import keiba.application.race.Announcement;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.Posting;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceBook.Decision;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceRules;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Brackets;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Field;
import keiba.domain.race.Going;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Surface;
import keiba.domain.race.Weather;
import org.junit.jupiter.api.Test;

/** Tests that every {@link RaceBook} must pass, the fake and the real adapter alike. */
public abstract class RaceBookContract extends BooksContract {

    private RaceBook races() {
        return books().races();
    }

    @Test
    void returns_no_race_for_an_unknown_id() {
        assertThat(races().find(RACE)).isEmpty();
    }

    @Test
    void returns_a_race_as_it_was_entered() {
        RaceCard card = Samples.declared(RACE);
        assertThat(races().enter(card, OPERATOR)).isEmpty();
        assertThat(races().find(RACE)).contains(card);
    }

    @Test
    void stores_every_detail_of_a_declaration() {
        RaceCard card = detailed();
        races().enter(card, OPERATOR);
        assertThat(races().find(card.id())).contains(card);
    }

    @Test
    void stores_the_own_rule_book_of_a_race() {
        RaceCard card = Samples.declaredUnder(Samples.OWN_RULES, RACE);
        races().enter(card, OPERATOR);
        assertThat(races().find(RACE)).contains(card);
        save(Samples.after(card, new RaceCommand.Open()));
        assertThat(races().find(RACE).orElseThrow().declared().rules()).isEqualTo(Samples.OWN_RULES);
    }

    private static RaceCard detailed() {
        TreeMap<Integer, Integer> brackets = new TreeMap<>(Map.of(1, 8, 2, 1, 3, 1));
        RaceProposal proposal = new RaceProposal(
                RaceId.MAX,
                DAY,
                "札幌 \"A\" \\ '; --",
                99,
                "第1回 けいばカップ 🏇",
                RaceRules.named("NAR-OI"),
                Instant.parse("2026-11-22T06:40:00.123456Z"),
                Optional.empty(),
                IntStream.rangeClosed(1, 3)
                        .mapToObj(horse -> new RaceProposal.Entry(horse, "馬" + horse, ""))
                        .toList(),
                brackets,
                List.of(3),
                Map.of(BetType.WIN, 1000, BetType.TRIFECTA, 0),
                Map.of(BetType.WIN, 50),
                Course.UNKNOWN);
        Field field = new Field(3, Brackets.of(8, 1, 1), Horses.of(3));
        Instant deadline = Instant.parse("2026-11-22T06:38:00.654321Z");
        return RaceCard.entered(proposal, deadline, Race.declared(field));
    }

    @Test
    void stores_scratches_exclusions_and_the_result() {
        RaceCard card = Samples.open(RACE);
        races().enter(card, OPERATOR);
        RaceResult result = RaceResult.of(
                OrderOfFinish.of(Horses.of(6), Horses.of(4), Horses.of(2, 5), Horses.of(1), Horses.of(7)));
        for (RaceCommand command : List.of(
                new RaceCommand.Scratch(3, ScratchKind.SCRATCHED),
                new RaceCommand.Close(),
                new RaceCommand.Scratch(8, ScratchKind.EXCLUDED),
                new RaceCommand.Post(result),
                new RaceCommand.Confirm())) {
            RaceCard changed = Samples.after(card, command);
            assertThat(changed.race()).as("%s", command).isNotEqualTo(card.race());
            save(changed);
            assertThat(races().find(RACE)).contains(changed);
            card = changed;
        }
    }

    @Test
    void stores_why_a_race_is_void() {
        RaceCard card = Samples.declared(RACE);
        races().enter(card, OPERATOR);
        RaceCard cancelled = Samples.after(card, new RaceCommand.Cancel(CancelReason.NO_RACE));
        save(cancelled);
        assertThat(races().find(RACE)).contains(cancelled);
    }

    private void save(RaceCard changed) {
        assertThat(races().decide(changed.id(), OPERATOR, "test", (card, now) -> Decision.changed(changed, "saved")))
                .contains("saved");
    }

    @Test
    void enters_an_id_once_and_returns_the_stored_race() {
        RaceCard first = Samples.declared(RACE);
        RaceCard second = RaceCard.entered(Samples.proposal(RACE, 9), Samples.DEADLINE, Race.declared(Field.of(9)));
        races().enter(first, OPERATOR);
        assertThat(races().enter(second, OPERATOR)).contains(first);
        assertThat(races().enter(first, OPERATOR)).contains(first);
        assertThat(races().find(RACE)).contains(first);
    }

    @Test
    void answers_a_repeated_entry_with_the_current_race() {
        races().enter(Samples.declared(RACE), OPERATOR);
        RaceCard open = Samples.open(RACE);
        save(open);
        assertThat(races().enter(Samples.declared(RACE), OPERATOR)).contains(open);
    }

    @Test
    void lists_the_races_of_a_day_by_id_in_pages() {
        for (long id : new long[] {1012, 7, 203, 1001}) {
            races().enter(Samples.declared(new RaceId(id)), OPERATOR);
        }
        assertThat(ids(races().on(DAY, Optional.empty(), 10))).containsExactly(7L, 203L, 1001L, 1012L);
        assertThat(ids(races().on(DAY, Optional.empty(), 3))).containsExactly(7L, 203L, 1001L);
        assertThat(ids(races().on(DAY, Optional.of(new RaceId(203)), 10))).containsExactly(1001L, 1012L);
        assertThat(ids(races().on(DAY, Optional.of(new RaceId(204)), 1))).containsExactly(1001L);
        assertThat(races().on(DAY, Optional.of(new RaceId(1012)), 10)).isEmpty();
        assertThat(races().on(DAY.plusDays(1), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void lists_a_rescheduled_race_under_its_new_day() {
        RaceCard declared = Samples.declared(RACE);
        races().enter(declared, OPERATOR);
        RaceCard moved = new RaceCard(
                declared.declared(),
                DAY.plusDays(6),
                declared.postTime().plus(Duration.ofDays(6)),
                declared.deadline().plus(Duration.ofDays(6)),
                DAY.plusDays(66),
                declared.race(),
                declared.closing(),
                declared.posting(),
                declared.version() + 1);
        save(moved);
        assertThat(races().find(RACE)).contains(moved);
        assertThat(races().on(DAY, Optional.empty(), 10)).isEmpty();
        assertThat(races().on(DAY.plusDays(6), Optional.empty(), 10)).containsExactly(moved);
        assertThat(races().enter(declared, OPERATOR)).contains(moved);
    }

    private static List<Long> ids(List<RaceCard> cards) {
        return cards.stream().map(card -> card.id().value()).toList();
    }

    @Test
    void lists_unsettled_races_and_recently_changed_races_as_current() {
        races().enter(Samples.open(new RaceId(3)), OPERATOR);
        races().enter(Samples.declared(new RaceId(1)), OPERATOR);
        races().enter(Samples.after(Samples.open(new RaceId(4)), new RaceCommand.Close()), OPERATOR);
        races().enter(
                        Samples.after(Samples.declared(new RaceId(2)), new RaceCommand.Cancel(CancelReason.CANCELLED)),
                        OPERATOR);
        assertThat(ids(races().current())).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void makes_no_decision_about_an_unknown_race() {
        Optional<String> answer = races().decide(RACE, OPERATOR, "test", (card, now) -> {
            throw new AssertionError("asked about " + card);
        });
        assertThat(answer).isEmpty();
    }

    @Test
    void does_not_change_a_race_if_the_decision_is_unchanged() {
        RaceCard card = Samples.declared(RACE);
        races().enter(card, OPERATOR);
        assertThat(races().decide(RACE, OPERATOR, "test", (there, now) -> Decision.unchanged(there)))
                .contains(card);
        assertThat(races().find(RACE)).contains(card);
    }

    @Test
    void changes_nothing_when_the_decision_throws() {
        RaceCard card = Samples.declared(RACE);
        races().enter(card, OPERATOR);
        assertThatThrownBy(() -> races().decide(RACE, OPERATOR, "test", (there, now) -> {
                    throw new IllegalStateException("undecided");
                }))
                .hasStackTraceContaining("undecided");
        assertThat(races().find(RACE)).contains(card);
    }

    @Test
    void serializes_concurrent_decisions_about_a_race() throws Exception {
        races().enter(Samples.declared(RACE), OPERATOR);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = IntStream.range(0, 20)
                    .<Future<?>>mapToObj(number -> threads.submit(this::raiseVersion))
                    .toList();
            awaitAll(running);
        }
        assertThat(races().find(RACE).orElseThrow().version()).isEqualTo(21);
    }

    private void raiseVersion() {
        Optional<Long> version = races().decide(RACE, OPERATOR, "test", (card, now) -> {
            RaceCard changed = card.with(card.race());
            return Decision.changed(changed, changed.version());
        });
        assertThat(version).isPresent();
    }

    private static void awaitAll(List<Future<?>> running) throws InterruptedException, ExecutionException {
        for (Future<?> each : running) {
            each.get();
        }
    }

    @Test
    void enters_an_id_once_under_concurrent_entries() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> entries = IntStream.range(0, 8)
                    .mapToObj(number -> threads.submit(() ->
                            races().enter(Samples.declared(RACE), OPERATOR).isEmpty()))
                    .toList();
            int entered = 0;
            for (Future<Boolean> entry : entries) {
                entered += entry.get() ? 1 : 0;
            }
            assertThat(entered).isEqualTo(1);
        }
    }

    @Test
    void stores_closing_posting_and_claim_period() {
        RaceCard open = Samples.open(RACE);
        races().enter(open, OPERATOR);
        RaceCard closed = Samples.after(open, new RaceCommand.Close());
        RaceCard detailed = new RaceCard(
                closed.declared(),
                closed.day(),
                closed.postTime(),
                closed.deadline(),
                DAY.plusDays(7),
                closed.race(),
                Optional.of(closing(Closing.Phase.CLOSING)),
                Optional.of(new Posting(3, Samples.ALICE, Optional.of(Samples.NOW))),
                closed.version());
        save(detailed);
        assertThat(races().find(RACE)).contains(detailed);
        assertThat(races().in(Closing.Phase.CLOSING, 10)).containsExactly(detailed);
        RaceCard blocked = detailed.blockedBy(Set.of(BetType.TRIO, BetType.WIN));
        save(blocked);
        assertThat(races().find(RACE)).contains(blocked);
    }

    private static Closing closing(Closing.Phase phase) {
        return new Closing(new CloseId(new UUID(1, phase.name().length())), Samples.NOW, true, phase);
    }

    private static RaceCard in(Closing.Phase phase, RaceCard card) {
        return card.closing(closing(phase));
    }

    @Test
    void lists_races_by_phase_of_their_closing() {
        RaceCard fenced = in(Closing.Phase.FENCED, Samples.after(Samples.open(new RaceId(2)), new RaceCommand.Close()));
        RaceCard closing =
                in(Closing.Phase.CLOSING, Samples.after(Samples.open(new RaceId(1)), new RaceCommand.Close()));
        RaceCard alsoClosing =
                in(Closing.Phase.CLOSING, Samples.after(Samples.open(new RaceId(3)), new RaceCommand.Close()));
        RaceCard off = in(
                Closing.Phase.CLOSING,
                Samples.after(Samples.open(new RaceId(4)), new RaceCommand.Cancel(CancelReason.NO_RACE)));
        for (RaceCard card : List.of(fenced, closing, alsoClosing, off, Samples.open(new RaceId(5)))) {
            races().enter(card, OPERATOR);
        }
        assertThat(races().in(Closing.Phase.CLOSING, 10)).containsExactly(closing, alsoClosing);
        assertThat(races().in(Closing.Phase.CLOSING, 1)).hasSize(1);
        assertThat(races().in(Closing.Phase.FENCED, 10)).containsExactly(fenced);
        assertThat(races().in(Closing.Phase.FINAL, 10)).isEmpty();
        save(fenced.in(Closing.Phase.FINAL));
        assertThat(races().in(Closing.Phase.FENCED, 10)).isEmpty();
        assertThat(ids(races().in(Closing.Phase.FINAL, 10))).containsExactly(2L);
    }

    @Test
    void lists_races_on_sale_past_their_deadline() {
        Instant past = Instant.parse("2015-01-01T00:00:00Z");
        Instant future = Instant.parse("2999-01-01T00:00:00Z");
        races().enter(Samples.open(new RaceId(1)), OPERATOR);
        races().enter(Samples.after(Samples.open(new RaceId(2)), new RaceCommand.Suspend()), OPERATOR);
        races().enter(Samples.declared(new RaceId(3)), OPERATOR);
        races().enter(Samples.open(new RaceId(4)), OPERATOR);
        races().enter(Samples.after(Samples.open(new RaceId(5)), new RaceCommand.Close()), OPERATOR);
        for (long id : new long[] {1, 2, 3, 5}) {
            moveDeadline(new RaceId(id), past);
        }
        moveDeadline(new RaceId(4), future);
        assertThat(races().pastDeadline(10)).containsExactlyInAnyOrder(new RaceId(1), new RaceId(2));
        assertThat(races().pastDeadline(1)).hasSize(1);
    }

    private void moveDeadline(RaceId id, Instant deadline) {
        RaceCard card = races().find(id).orElseThrow();
        save(new RaceCard(
                card.declared(),
                deadline.atOffset(ZoneOffset.ofHours(9)).toLocalDate(),
                deadline,
                deadline,
                card.expiresOn(),
                card.race(),
                card.closing(),
                card.posting(),
                card.version() + 1));
    }

    @Test
    void passes_a_time_that_never_goes_back_to_decisions() {
        races().enter(Samples.declared(RACE), OPERATOR);
        Instant first = time();
        assertThat(time()).isAfterOrEqualTo(first);
    }

    private Instant time() {
        return races().decide(RACE, OPERATOR, "look", (card, now) -> Decision.unchanged(now))
                .orElseThrow();
    }

    @Test
    void orders_refunds_of_combinations_that_become_void() {
        RaceCard open = openRace(RACE);
        CombinationSet voided = CombinationSet.of(open.market().numbering(BetType.WIN), 3);
        RaceCard scratched = Samples.after(open, new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(races().decide(
                                RACE,
                                OPERATOR,
                                "test",
                                (card, now) -> new Decision<>(Optional.of(scratched), List.of(voided), "saved")))
                .contains("saved");
        assertThat(books().refunds().due(10)).containsExactly(RACE);
    }

    private static Announcement everything() {
        return new Announcement(
                new Course(Optional.of(Surface.JUMP), Optional.of(new Distance(4_250)), Optional.of(Going.SOFT)),
                Optional.of(Weather.LIGHT_SNOW),
                new TreeMap<>(Map.of(1, "武豊 \"<b>\" '; --", 8, "C. Lemaire 🏇")),
                new TreeMap<>(Map.of(
                        1, new BodyWeight(300, OptionalInt.of(-99)),
                        2, new BodyWeight(1_300, OptionalInt.empty()),
                        8, new BodyWeight(486, OptionalInt.of(0)))));
    }

    @Test
    void stores_announcements_with_their_time() {
        RaceCard open = Samples.open(RACE);
        races().enter(open, OPERATOR);
        assertThat(races().announcements(RACE, 0, 10)).isEmpty();
        Instant before = time();
        RaceCard announced = open.announcing(everything());
        save(announced);
        Instant after = time();
        RaceCard kept = races().find(RACE).orElseThrow();
        assertThat(kept.announced()).isEqualTo(announced.announced());
        assertThat(kept.jockeyOf(1)).isEqualTo("武豊 \"<b>\" '; --");
        assertThat(races().announcements(RACE, 0, 10)).singleElement().satisfies(made -> {
            assertThat(made.version()).isEqualTo(1);
            assertThat(made.at()).isBetween(before, after);
            assertThat(made.changes())
                    .isEqualTo(AnnouncedChange.between(open, announced))
                    .hasSize(7);
        });
    }

    @Test
    void stores_scratches_and_changed_times_as_announcements() {
        RaceCard open = Samples.open(RACE);
        races().enter(open, OPERATOR);
        save(open.announcing(everything()));
        RaceCard scratched =
                Samples.after(races().find(RACE).orElseThrow(), new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        save(scratched.announcing());
        RaceCard moved = races().find(RACE).orElseThrow();
        save(new RaceCard(
                        moved.declared(),
                        moved.day(),
                        moved.postTime().plusSeconds(600),
                        moved.deadline().plusSeconds(540),
                        moved.expiresOn(),
                        moved.race(),
                        moved.openedAt(),
                        moved.closing(),
                        moved.posting(),
                        moved.announced(),
                        moved.version() + 1)
                .announcing());
        assertThat(races().announcements(RACE, 1, 10))
                .extracting(PastAnnouncement::changes)
                .containsExactly(
                        List.of(new AnnouncedChange.RunnerOut(4, RunnerStatus.SCRATCHED)),
                        List.of(new AnnouncedChange.TimesChange(
                                new AnnouncedChange.Times(Samples.POST_TIME, Samples.DEADLINE),
                                new AnnouncedChange.Times(
                                        Samples.POST_TIME.plusSeconds(600), Samples.DEADLINE.plusSeconds(540)))));
    }

    @Test
    void lists_the_announcements_of_a_race_by_version_in_pages() {
        RaceId other = new RaceId(101);
        races().enter(Samples.open(RACE), OPERATOR);
        races().enter(Samples.open(other), OPERATOR);
        for (Weather weather : Weather.values()) {
            RaceCard card = races().find(RACE).orElseThrow();
            save(card.announcing(
                    new Announcement(Course.UNKNOWN, Optional.of(weather), new TreeMap<>(), new TreeMap<>())));
        }
        save(races().find(other).orElseThrow().announcing(everything()));
        assertThat(races().announcements(RACE, 0, 100))
                .extracting(PastAnnouncement::version)
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(races().announcements(RACE, 2, 2))
                .extracting(PastAnnouncement::version)
                .containsExactly(3, 4);
        assertThat(races().announcements(RACE, 6, 2)).isEmpty();
        assertThat(races().announcements(other, 0, 100)).hasSize(1);
        assertThat(races().announcements(new RaceId(102), 0, 100)).isEmpty();
        assertThat(races().announcements(RACE, Integer.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void stores_no_announcement_for_a_change_without_one() {
        RaceCard open = Samples.open(RACE);
        races().enter(open, OPERATOR);
        save(Samples.after(open, new RaceCommand.Suspend()));
        assertThat(races().announcements(RACE, 0, 10)).isEmpty();
    }
}
