package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** After the close: the outcome of every purchase that the service has taken. */
final class Counting {
    private static final Duration PAUSE = Duration.ofMillis(60);

    private final Stage stage;
    private final PlannedRace race;
    private final Tally tally;
    private Optional<List<Bought>> counted = Optional.empty();

    Counting(Stage stage, PlannedRace race, Tally tally) {
        this.stage = stage;
        this.race = race;
        this.tally = tally;
    }

    /** Returns the tickets that were sold, which are counted once. */
    List<Bought> once(BoxOffice office) throws InterruptedException {
        List<Bought> tickets = counted.isPresent() ? counted.get() : count(office);
        counted = Optional.of(tickets);
        return tickets;
    }

    /** Returns the tickets that were sold. A purchase that is neither ticket nor refusal by now, or very soon, is lost. */
    private List<Bought> count(BoxOffice office) throws InterruptedException {
        Queue<Bought> tickets = new ConcurrentLinkedQueue<>();
        Instant limit = stage.clock().instant().plus(stage.grace());
        stage.together().each(office.bought(), bought -> {
            switch (verdict(bought, limit)) {
                case Verdict.Ticket ticket -> {
                    checkPrice(bought, ticket);
                    tally.sold(bought);
                    tickets.add(bought);
                }
                case Verdict.Refusal refusal -> tally.refused(refusal.reason(), 1);
                case Verdict.Pending pending -> lost(bought, "still pending");
                case Verdict.Unknown unknown -> lost(bought, "unknown");
            }
        });
        office.turnedAway().forEach(tally::refused);
        tell(office, tickets);
        return List.copyOf(tickets);
    }

    private Verdict verdict(Bought bought, Instant limit) throws InterruptedException {
        Verdict verdict = stage.client().verdict(bought.guest().token(), bought.messageId());
        while (verdict instanceof Verdict.Pending && stage.clock().instant().isBefore(limit)) {
            Thread.sleep(PAUSE);
            verdict = stage.client().verdict(bought.guest().token(), bought.messageId());
        }
        return verdict;
    }

    private void checkPrice(Bought bought, Verdict.Ticket ticket) {
        stage.findings()
                .same(
                        bought.order().total().value(),
                        ticket.totalYen(),
                        () -> "price of purchase " + bought.messageId());
    }

    private void lost(Bought bought, String how) {
        stage.findings()
                .broken("purchase " + bought.messageId() + " in race " + race.number() + " was answered 202 and is "
                        + how);
    }

    private void tell(BoxOffice office, Queue<Bought> tickets) {
        long yen = tickets.stream()
                .mapToLong(ticket -> ticket.order().total().value())
                .sum();
        String away = office.turnedAway().entrySet().stream()
                .map(problem -> problem.getValue() + " " + problem.getKey())
                .collect(Collectors.joining(", "));
        stage.screen()
                .say("  " + Texts.counted(tickets.size(), "ticket") + ", " + Texts.yen(yen)
                        + "; taken and then refused: "
                        + Texts.count((long) office.count() - tickets.size())
                        + (away.isEmpty() ? "" : "; turned away: " + away));
    }
}
