package keiba.application.race;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.POST_TIME;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Samples;
import keiba.application.race.AnnounceChanges.AnnouncementOutcome;
import keiba.application.race.AnnounceChanges.ChangesAnnounced;
import keiba.application.race.AnnounceChanges.Conflict;
import keiba.application.race.AnnounceChanges.InvalidAnnouncement;
import keiba.application.race.AnnounceChanges.TooLate;
import keiba.application.race.AnnounceChanges.TooMany;
import keiba.application.race.AnnounceChanges.UnknownRace;
import keiba.application.race.AnnouncedChange.BodyWeightChange;
import keiba.application.race.AnnouncedChange.CourseChange;
import keiba.application.race.AnnouncedChange.JockeyChange;
import keiba.application.race.AnnouncedChange.RunnerOut;
import keiba.application.race.AnnouncedChange.Times;
import keiba.application.race.AnnouncedChange.TimesChange;
import keiba.application.race.AnnouncedChange.WeatherChange;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Going;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Surface;
import keiba.domain.race.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceChangesTest {
    private static final Course TURF_1800_FIRM =
            new Course(Optional.of(Surface.TURF), Optional.of(new Distance(1_800)), Optional.of(Going.FIRM));
    private static final Course GOOD = new Course(Optional.empty(), Optional.empty(), Optional.of(Going.GOOD));
    private static final BodyWeight LIGHTER = new BodyWeight(486, OptionalInt.of(-4));

    private final RaceLife life = new RaceLife();

    private AnnouncementOutcome announce(int seen, Announcement announcement) {
        return life.races().announce().announce(RACE, seen, announcement, OPERATOR);
    }

    private AnnouncementOutcome announce(Announcement announcement) {
        return announce(life.card().announced().version(), announcement);
    }

    private static Announcement course(Course course) {
        return new Announcement(course, Optional.empty(), new TreeMap<>(), new TreeMap<>());
    }

    private static Announcement weather(Weather weather) {
        return new Announcement(Course.UNKNOWN, Optional.of(weather), new TreeMap<>(), new TreeMap<>());
    }

    private static Announcement jockey(int horse, String name) {
        return new Announcement(Course.UNKNOWN, Optional.empty(), new TreeMap<>(Map.of(horse, name)), new TreeMap<>());
    }

    private static Announcement weight(int horse, BodyWeight weight) {
        return new Announcement(
                Course.UNKNOWN, Optional.empty(), new TreeMap<>(), new TreeMap<>(Map.of(horse, weight)));
    }

    private List<PastAnnouncement> history() {
        return life.races().view().announcements(RACE, 0, 2_000).orElseThrow();
    }

    private void assertRefused(AnnouncementOutcome outcome, String... inDetail) {
        assertThat(outcome).isInstanceOfSatisfying(InvalidAnnouncement.class, invalid -> {
            assertThat(invalid.field()).isEqualTo("runners");
            assertThat(List.of(inDetail))
                    .allSatisfy(part -> assertThat(invalid.detail()).contains(part));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED", "CLOSED", "RUNNING", "UNOFFICIAL", "INQUIRY", "PLACED_TO_3"})
    void announces_until_the_result_is_official_and_shows_it(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        AnnouncementOutcome outcome = announce(0, course(TURF_1800_FIRM));
        RaceCard after = life.card();
        assertThat(outcome).isEqualTo(new ChangesAnnounced(after));
        assertThat(after.course()).isEqualTo(TURF_1800_FIRM);
        assertThat(after.announced().version()).isEqualTo(1);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.race()).isEqualTo(before.race());
        assertThat(after.closing()).isEqualTo(before.closing());
        assertThat(after.posting()).isEqualTo(before.posting());
        assertThat(after.openedAt()).isEqualTo(before.openedAt());
        assertThat(life.world().raceBoard().find(RACE)).contains(after);
        assertThat(life.world().books().races().trail()).last().isEqualTo("7 Announce 100");
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFICIAL", "PAYABLE", "VOID"})
    void refuses_announcements_of_an_official_or_void_race(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertThat(announce(0, weather(Weather.RAIN))).isEqualTo(new TooLate(before));
        assertThat(life.card()).isEqualTo(before);
        assertThat(history()).isEmpty();
    }

    @Test
    void keeps_values_that_an_announcement_does_not_contain() {
        life.open();
        announce(course(TURF_1800_FIRM));
        announce(weather(Weather.CLOUDY));
        announce(jockey(3, "Y. Take"));
        announce(weight(3, LIGHTER));
        announce(course(GOOD));
        RaceCard card = life.card();
        assertThat(card.course())
                .isEqualTo(new Course(
                        Optional.of(Surface.TURF), Optional.of(new Distance(1_800)), Optional.of(Going.GOOD)));
        assertThat(card.weather()).contains(Weather.CLOUDY);
        assertThat(card.jockeyOf(3)).isEqualTo("Y. Take");
        assertThat(card.jockeyOf(4)).isEqualTo("Jockey 4");
        assertThat(card.bodyWeightOf(3)).contains(LIGHTER);
        assertThat(card.bodyWeightOf(4)).isEmpty();
        assertThat(card.announced().version()).isEqualTo(5);
        assertThat(card.declared()).isEqualTo(Samples.proposal(RACE));
    }

    @Test
    void announces_the_weights_of_all_runners_at_once() {
        life.open();
        TreeMap<Integer, BodyWeight> weights = new TreeMap<>();
        IntStream.rangeClosed(1, 8)
                .forEach(horse -> weights.put(horse, new BodyWeight(450 + horse, OptionalInt.empty())));
        announce(new Announcement(Course.UNKNOWN, Optional.empty(), new TreeMap<>(), weights));
        assertThat(history()).hasSize(1);
        assertThat(history().getFirst().changes()).hasSize(8);
        assertThat(life.card().bodyWeightOf(8)).contains(new BodyWeight(458, OptionalInt.empty()));
    }

    @Test
    void the_history_lists_each_change_with_its_time() {
        life.open();
        announce(new Announcement(
                TURF_1800_FIRM,
                Optional.of(Weather.FINE),
                new TreeMap<>(Map.of(5, "C. Lemaire")),
                new TreeMap<>(Map.of(2, LIGHTER))));
        life.world().clock().set(Samples.NOW.plusSeconds(60));
        announce(weather(Weather.RAIN));
        BodyWeight corrected = new BodyWeight(468, OptionalInt.of(4));
        announce(weight(2, corrected));
        assertThat(history())
                .containsExactly(
                        new PastAnnouncement(
                                1,
                                Samples.NOW,
                                List.of(
                                        new CourseChange(Course.UNKNOWN, TURF_1800_FIRM),
                                        new WeatherChange(Optional.empty(), Weather.FINE),
                                        new BodyWeightChange(2, Optional.empty(), LIGHTER),
                                        new JockeyChange(5, "Jockey 5", "C. Lemaire"))),
                        new PastAnnouncement(
                                2,
                                Samples.NOW.plusSeconds(60),
                                List.of(new WeatherChange(Optional.of(Weather.FINE), Weather.RAIN))),
                        new PastAnnouncement(
                                3,
                                Samples.NOW.plusSeconds(60),
                                List.of(new BodyWeightChange(2, Optional.of(LIGHTER), corrected))));
        assertThat(life.races().view().announcements(RACE, 1, 1).orElseThrow())
                .extracting(PastAnnouncement::version)
                .containsExactly(2);
    }

    @Test
    void the_history_lists_reschedulings_and_scratches_once() {
        life.open();
        Instant later = POST_TIME.plusSeconds(600);
        life.races().reschedule().reschedule(RACE, later, Optional.empty(), OPERATOR);
        life.races().reschedule().reschedule(RACE, later, Optional.empty(), OPERATOR);
        life.command(new RaceCommand.Scratch(4, ScratchKind.EXCLUDED));
        life.command(new RaceCommand.Scratch(4, ScratchKind.EXCLUDED));
        life.command(new RaceCommand.Suspend());
        assertThat(history())
                .extracting(PastAnnouncement::changes)
                .containsExactly(
                        List.of(new TimesChange(
                                new Times(POST_TIME, Samples.DEADLINE), new Times(later, later.minusSeconds(60)))),
                        List.of(new RunnerOut(4, RunnerStatus.EXCLUDED)));
        assertThat(life.card().announced().version()).isEqualTo(2);
    }

    @Test
    void a_horse_that_is_withdrawn_before_sales_is_in_the_history() {
        life.declare();
        life.command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(history())
                .extracting(PastAnnouncement::changes)
                .containsExactly(List.of(new RunnerOut(4, RunnerStatus.WITHDRAWN)));
    }

    @Test
    void the_same_announcement_again_changes_nothing_for_any_version() {
        life.open();
        announce(0, jockey(3, "Y. Take"));
        RaceCard card = life.card();
        assertThat(announce(0, jockey(3, "Y. Take"))).isEqualTo(new ChangesAnnounced(card));
        assertThat(announce(99, jockey(3, "Y. Take"))).isEqualTo(new ChangesAnnounced(card));
        assertThat(announce(0, jockey(1, "Jockey 1"))).as("as declared").isEqualTo(new ChangesAnnounced(card));
        assertThat(life.card()).isEqualTo(card);
        assertThat(history()).hasSize(1);
    }

    @Test
    void refuses_an_announcement_based_on_an_outdated_version() {
        life.open();
        announce(0, jockey(3, "Y. Take"));
        RaceCard first = life.card();
        assertThat(announce(0, jockey(3, "C. Lemaire"))).isEqualTo(new Conflict(first));
        assertThat(announce(2, jockey(3, "C. Lemaire"))).isEqualTo(new Conflict(first));
        assertThat(announce(-1, jockey(3, "C. Lemaire"))).isEqualTo(new Conflict(first));
        assertThat(life.card()).isEqualTo(first);
        assertThat(announce(1, jockey(3, "C. Lemaire"))).isInstanceOf(ChangesAnnounced.class);
    }

    @Test
    void refuses_an_announcement_if_a_horse_was_scratched_meanwhile() {
        life.open();
        life.command(new RaceCommand.Scratch(3, ScratchKind.SCRATCHED));
        assertThat(announce(0, jockey(3, "Y. Take"))).isEqualTo(new Conflict(life.card()));
        assertRefused(announce(1, jockey(3, "Y. Take")), "horse 3 is out of the race: SCRATCHED");
        assertRefused(announce(1, weight(3, LIGHTER)), "horse 3");
        assertThat(announce(1, weight(4, LIGHTER))).isInstanceOf(ChangesAnnounced.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 9, 18, 31, 64, Integer.MAX_VALUE})
    void refuses_horses_that_do_not_run(int horse) {
        life.open();
        RaceCard before = life.card();
        assertRefused(announce(jockey(horse, "Y. Take")), "horse " + horse + " does not exist", "horses 1 to 8");
        assertRefused(announce(weight(horse, LIGHTER)), "horse " + horse + " does not exist");
        assertThat(life.card()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "a\nb", "\ud800", "\u0085"})
    void refuses_invalid_names_of_jockeys(String name) {
        life.open();
        assertRefused(announce(jockey(3, name)), "jockey of horse 3");
        assertRefused(
                announce(jockey(3, "x".repeat(201))),
                "the jockey of horse 3 has 201 characters; 1 to 200 characters are allowed");
        assertRefused(announce(jockey(3, " ")), "the jockey of horse 3 is blank; 1 to 200 characters are allowed");
        assertRefused(announce(jockey(3, "\u0007")), "the jockey of horse 3 has a character that is not allowed");
        assertThat(history()).isEmpty();
    }

    @Test
    void keeps_markup_in_a_name_as_text() {
        life.open();
        announce(jockey(3, "<script>alert(1)</script>"));
        assertThat(life.card().jockeyOf(3)).isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void refuses_an_empty_announcement() {
        life.open();
        assertRefused(announce(Announcement.NOTHING), "the announcement is empty");
    }

    @Test
    void limits_announcements_but_not_reschedulings_and_scratches() {
        life.open();
        Weather[] all = Weather.values();
        for (int i = 0; i < AnnounceChanges.MOST; i++) {
            assertThat(announce(weather(all[i % all.length]))).isInstanceOf(ChangesAnnounced.class);
        }
        RaceCard full = life.card();
        assertThat(announce(jockey(3, "Y. Take"))).isEqualTo(new TooMany(full));
        assertThat(life.card()).isEqualTo(full);
        life.command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(life.races().reschedule().reschedule(RACE, POST_TIME.plusSeconds(1), Optional.empty(), OPERATOR))
                .isInstanceOf(RescheduleRace.RaceRescheduled.class);
        assertThat(history()).hasSize(AnnounceChanges.MOST + 2);
    }

    @Test
    void refuses_a_race_that_was_not_declared() {
        assertThat(announce(0, weather(Weather.RAIN))).isEqualTo(new UnknownRace(RACE));
        assertThat(life.races().view().announcements(RACE, 0, 10)).isEmpty();
    }

    @Test
    void announces_while_the_board_is_unavailable() {
        life.open();
        life.world().raceBoard().faults().away();
        assertThat(announce(weather(Weather.RAIN))).isInstanceOf(ChangesAnnounced.class);
        assertThat(life.card().weather()).contains(Weather.RAIN);
    }

    @Test
    void an_announcement_can_be_repeated_after_its_answer_was_lost() {
        life.open();
        life.world().books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> announce(0, weather(Weather.RAIN))).isInstanceOf(TemporaryFailure.class);
        RaceCard announced = life.card();
        assertThat(announce(0, weather(Weather.RAIN))).isEqualTo(new ChangesAnnounced(announced));
        assertThat(history()).hasSize(1);
    }

    @Test
    void the_history_contains_the_scratch_that_made_the_race_void() {
        life.open();
        for (int horse = 1; horse <= 7; horse++) {
            life.command(new RaceCommand.Scratch(horse, ScratchKind.SCRATCHED));
        }
        assertThat(life.card().race().cancelled()).contains(CancelReason.TOO_FEW_RUNNERS);
        assertThat(history()).hasSize(7);
    }

    @Test
    void the_boards_show_announced_values_again_after_losing_their_data() {
        life.open();
        announce(jockey(3, "Y. Take"));
        life.world().boardsLose();
        life.world().useCases().odds().publish().sync();
        assertThat(life.world().raceBoard().find(RACE)).contains(life.card());
        assertThat(life.card().jockeyOf(3)).isEqualTo("Y. Take");
    }

    @Test
    void a_declaration_may_contain_the_course() {
        RaceProposal plain = Samples.proposal(RACE);
        ProposalDraft draft = new ProposalDraft();
        draft.course = TURF_1800_FIRM;
        life.races().declare().declare(draft.proposal(), OPERATOR);
        assertThat(life.card().course()).isEqualTo(TURF_1800_FIRM);
        announce(course(GOOD));
        assertThat(life.card().course()).isEqualTo(TURF_1800_FIRM.with(GOOD));
        assertThat(life.races().declare().declare(draft.proposal(), OPERATOR))
                .isEqualTo(new DeclareRace.AlreadyDeclared(life.card()));
        assertThat(life.races().declare().declare(plain, OPERATOR)).isInstanceOf(DeclareRace.Conflict.class);
    }
}
