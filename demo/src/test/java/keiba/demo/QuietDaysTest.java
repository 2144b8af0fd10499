package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pace of quiet days, with a clock that is moved by hand. */
class QuietDaysTest {
    private static final Instant START = Instant.parse("2026-11-22T08:30:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(4);
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private Instant now = START;
    private final List<Held> held = new ArrayList<>();
    private final List<FakeMeeting> meetings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int failures;

    private record Held(FakeMeeting meeting, int number, SaleTimes times) {
        boolean isOnSale(Instant now) {
            return !times.opening().isAfter(now) && times.deadline().isAfter(now);
        }
    }

    private final class FakeMeeting implements RaceMeeting {
        private final LocalDate day;
        private int races;
        private boolean ended;

        FakeMeeting(LocalDate day) {
            this.day = day;
        }

        @Override
        public LocalDate day() {
            return day;
        }

        @Override
        public boolean hasRace() {
            return races < RaceDay.MAX_RACES;
        }

        @Override
        public void hold(SaleTimes times) {
            assertThat(ended).isFalse();
            races++;
            held.add(new Held(this, races, times));
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    private FakeMeeting begin(LocalDate day) {
        if (failures > 0) {
            failures--;
            throw new UnexpectedAnswerException("GET /v1/races/1 got no answer: Connection refused");
        }
        FakeMeeting meeting = new FakeMeeting(day);
        meetings.add(meeting);
        return meeting;
    }

    private void run(Duration length) throws InterruptedException {
        run(length, moment -> now = moment);
    }

    private void run(Duration length, QuietDays.Pause pause) throws InterruptedException {
        Instant end = now.plus(length);
        new QuietDays(new Timetable(START, INTERVAL), Duration.ofMinutes(1), () -> now, this::begin, pause, notes::add)
                .run(() -> !now.isBefore(end));
    }

    @Test
    void has_a_race_on_sale_at_all_times() throws InterruptedException {
        run(Duration.ofDays(3));

        assertThat(held).hasSizeGreaterThan(1_000);
        for (Instant at = START; at.isBefore(START.plus(Duration.ofDays(3))); at = at.plusSeconds(61)) {
            Instant moment = at;
            assertThat(held.stream().filter(race -> race.isOnSale(moment)))
                    .as("%s", at)
                    .hasSizeGreaterThanOrEqualTo(1);
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void every_race_belongs_to_a_meeting_of_its_day_in_japan() throws InterruptedException {
        run(Duration.ofDays(3));

        assertThat(held)
                .allSatisfy(race -> assertThat(race.meeting().day())
                        .isEqualTo(race.times().postTime().atZone(JAPAN).toLocalDate()));
        assertThat(meetings.stream().map(meeting -> meeting.day).distinct())
                .containsExactly(
                        LocalDate.of(2026, 11, 22),
                        LocalDate.of(2026, 11, 23),
                        LocalDate.of(2026, 11, 24),
                        LocalDate.of(2026, 11, 25));
    }

    @Test
    void has_a_race_of_the_new_day_on_sale_at_midnight_in_japan() throws InterruptedException {
        run(Duration.ofDays(1));

        Instant midnight = Instant.parse("2026-11-22T15:00:00Z");
        assertThat(held.stream()
                        .filter(race -> race.isOnSale(midnight))
                        .map(race -> race.meeting().day()))
                .isNotEmpty()
                .containsOnly(LocalDate.of(2026, 11, 23));
    }

    @Test
    void begins_a_new_meeting_after_twelve_races_and_ends_the_previous_one() throws InterruptedException {
        run(Duration.ofDays(1));

        assertThat(meetings.subList(0, meetings.size() - 1)).allMatch(meeting -> meeting.ended);
        assertThat(meetings.getLast().ended).isFalse();
        assertThat(meetings).allMatch(meeting -> meeting.races <= RaceDay.MAX_RACES);
        assertThat(meetings.get(0).races).isEqualTo(RaceDay.MAX_RACES);
        Set<String> numbers = new HashSet<>();
        held.forEach(race -> assertThat(numbers.add(meetings.indexOf(race.meeting()) + "/" + race.number()))
                .isTrue());
    }

    @Test
    void continues_after_failures_and_reports_them_once() throws InterruptedException {
        failures = 5;

        run(Duration.ofHours(1));

        assertThat(notes).singleElement().asString().contains("cannot prepare a race", "Connection refused");
        assertThat(held).isNotEmpty();
        assertThat(held.get(0).times().deadline()).isEqualTo(START.plus(INTERVAL.multipliedBy(6)));
    }

    @Test
    void reports_a_failure_again_after_a_success() throws InterruptedException {
        failures = 2;
        run(Duration.ofMinutes(30));
        failures = 1;
        meetings.getLast().races = RaceDay.MAX_RACES;

        new QuietDays(
                        new Timetable(now, INTERVAL),
                        Duration.ofMinutes(1),
                        () -> now,
                        this::begin,
                        moment -> now = moment,
                        notes::add)
                .run(() -> notes.size() == 2);

        assertThat(notes).hasSize(2);
    }

    @Test
    void skips_missed_races_after_the_machine_slept() throws InterruptedException {
        Duration night = Duration.ofHours(8);
        boolean[] slept = {false};

        run(Duration.ofHours(10), moment -> {
            now = slept[0] || held.size() < 10 ? moment : moment.plus(night);
            slept[0] = held.size() >= 10;
        });

        assertThat(held).hasSizeLessThan(60);
        assertThat(held)
                .isSortedAccordingTo(Comparator.comparing(race -> race.times().deadline()));
        assertThat(held)
                .allSatisfy(race -> assertThat(Duration.between(
                                race.times().opening(), race.times().deadline()))
                        .isBetween(INTERVAL.dividedBy(2), INTERVAL.multipliedBy(2)));
    }
}
