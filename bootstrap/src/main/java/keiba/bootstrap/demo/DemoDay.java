package keiba.bootstrap.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import keiba.wire.Json;

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
        LocalDate today = now.atZone(JAPAN).toLocalDate();
        for (int number = 1; number <= Meeting.MAX_NUMBER; number++) {
            Meeting meeting = new Meeting(today, number);
            if (!client.isRace(meeting.raceId(1))) {
                return meeting;
            }
        }
        throw new UnexpectedAnswerException("there were " + Meeting.MAX_NUMBER + " demonstrations today already");
    }

    /** Runs it. What did not hold is among the findings. */
    Tally run() throws InterruptedException {
        for (PlannedRace race : day.races()) {
            declare(race);
        }
        List<Guest> guests = welcome();
        for (PlannedRace race : day.races()) {
            new RaceDirector(stage, race, seed, tally).run(guests);
        }
        checkBalances(guests);
        return tally;
    }

    /** Enters a race with a time that is only about right: its sales begin when the race before has been paid. */
    private void declare(PlannedRace race) throws InterruptedException {
        Instant deadline = stage.clock().instant().plus(stage.pace().sales().multipliedBy(2L * race.number()));
        Instant postTime = deadline.plus(stage.pace().toPost());
        ObjectNode json = Json.object();
        json.put("race_id", stage.raceId(race));
        json.put("date", postTime.atZone(JAPAN).toLocalDate().toString());
        json.put("venue", race.venue());
        json.put("race_number", race.number());
        json.put("name", race.name());
        json.put("rules", race.rules());
        json.put("post_time", postTime.toString());
        json.put("deadline", deadline.toString());
        ArrayNode runners = json.putArray("runners");
        for (Runner runner : race.runners()) {
            runners.addObject()
                    .put("horse_number", runner.number())
                    .put("name", runner.name())
                    .put("jockey", runner.jockey());
        }
        ArrayNode withdrawn = json.putArray("withdrawn");
        race.field().withdrawn().stream().forEach(withdrawn::add);
        stage.client().declare(stage.staff().operator(), json);
    }

    /** Everybody gets a token, and pays in what they brought. */
    private List<Guest> welcome() throws InterruptedException {
        stage.screen().show(List.of("", "  " + Texts.count(crowd.bettors().size()) + " bettors arrive ..."));
        Queue<Guest> guests = new ConcurrentLinkedQueue<>();
        stage.together().each(crowd.bettors(), bettor -> {
            long user = stage.meeting().userId(bettor.number());
            Guest guest = new Guest(bettor, user, stage.client().token(user, "bettor"));
            long yen = bettor.deposit().value();
            stage.client().deposit(stage.staff().cashier(), user, "demo-" + user, yen);
            tally.deposited(guest, yen);
            guests.add(guest);
        });
        List<Guest> inOrder = new ArrayList<>(guests);
        inOrder.sort(Comparator.comparingInt(guest -> guest.bettor().number()));
        long yen = inOrder.stream().mapToLong(tally::balanceYen).sum();
        stage.screen().say(Texts.counted(inOrder.size(), "bettor") + " paid in " + Texts.yen(yen));
        return inOrder;
    }

    /** In the end everybody has what they brought, less their stakes, with their refunds and payouts. */
    private void checkBalances(List<Guest> guests) throws InterruptedException {
        stage.together().each(guests, guest -> {
            long expected = tally.balanceYen(guest);
            stage.findings()
                    .same(expected, stage.client().balance(guest.token()), () -> "balance of user " + guest.user());
        });
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
