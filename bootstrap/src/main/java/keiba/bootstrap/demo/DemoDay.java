package keiba.bootstrap.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A whole race day: people arrive, races are run, everybody is paid, and the balances are right. */
final class DemoDay {
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final Stage stage;
    private final RaceDay day;
    private final Crowd crowd;
    private final long seed;
    private final Tally tally = new Tally();

    DemoDay(Stage stage, RaceDay day, Crowd crowd, long seed) {
        this.stage = stage;
        this.day = day;
        this.crowd = crowd;
        this.seed = seed;
    }

    /**
     * A meeting of today that nobody has held yet.
     *
     * @throws UnexpectedAnswerException if there is none
     */
    static Meeting freeMeeting(DemoClient client, Instant now) throws InterruptedException {
        return freeMeeting(client, now.atZone(JAPAN).toLocalDate());
    }

    /**
     * A meeting of a day that nobody has held yet.
     *
     * @throws UnexpectedAnswerException if there is none
     */
    static Meeting freeMeeting(DemoClient client, LocalDate day) throws InterruptedException {
        for (int number = 1; number <= Meeting.MAX_NUMBER; number++) {
            Meeting meeting = new Meeting(day, number);
            if (!client.isRace(meeting.raceId(1))) {
                return meeting;
            }
        }
        throw new UnexpectedAnswerException(
                "there were " + Meeting.MAX_NUMBER + " demonstrations on " + day + " already");
    }

    /** Runs it. What did not hold is among the findings. */
    Tally run() throws InterruptedException {
        for (PlannedRace race : day.races()) {
            declare(race);
        }
        Accounts accounts = new Accounts(stage, crowd, tally);
        List<Guest> guests = accounts.open();
        for (PlannedRace race : day.races()) {
            new RaceDirector(stage, race, seed, tally).runNow(guests);
        }
        accounts.check(guests, stage.findings());
        return tally;
    }

    /** Enters a race with a time that is only about right: its sales begin when the race before has been paid. */
    private void declare(PlannedRace race) throws InterruptedException {
        Duration sales = stage.pace().sales();
        Instant opening = stage.clock().instant().plus(sales.multipliedBy(2L * race.number() - 1));
        Entry.declare(stage, race, SaleTimes.from(opening, stage.pace()));
    }

    /** Looks behind the service, if there is somebody who can. */
    Optional<Boolean> check(BooksCheck books) throws InterruptedException {
        Optional<List<String>> differences = books.differences();
        differences.ifPresent(all -> {
            stage.findings().check(all.isEmpty(), () -> Texts.counted(all.size(), "difference") + " in the servers");
            all.forEach(difference -> stage.findings().broken("in the servers: " + difference));
        });
        return differences.map(List::isEmpty);
    }
}
