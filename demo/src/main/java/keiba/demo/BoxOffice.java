package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Offering;

/** Sends the crowd's purchases for one race. Every bettor buys in the order of their own list, and all of them at the same time. */
final class BoxOffice {
    private final DemoClient client;
    private final Findings findings;
    private final InstantSource clock;
    private final Together together;
    private final PlannedRace race;
    private final Offering offering;
    private final long raceId;
    private final CountDownLatch shut = new CountDownLatch(1);
    private final Queue<Bought> bought = new ConcurrentLinkedQueue<>();
    private final AtomicLong stakes = new AtomicLong();
    private final Map<String, AtomicLong> turnedAway = new ConcurrentHashMap<>();

    BoxOffice(Stage stage, PlannedRace race) {
        this.client = stage.client();
        this.findings = stage.findings();
        this.clock = stage.clock();
        this.together = stage.together();
        this.race = race;
        this.offering = race.market().offering();
        this.raceId = stage.raceId(race);
    }

    /** Lets the crowd in. */
    Together.Running open(List<Guest> guests, SaleTimes times) {
        return together.start(guests, guest -> {
            for (Order order : guest.bettor().on(race)) {
                if (isShutBefore(times.at(order.moment()))) {
                    return;
                }
                if (isPossible(order)) {
                    together.inTurn(order, next -> buy(guest, next));
                }
            }
        });
    }

    /** Sends home those who have not bought yet: there is nothing on sale any more. */
    void shut() {
        shut.countDown();
    }

    /** Waits for a moment, or until there is nothing to wait for. */
    private boolean isShutBefore(Instant moment) throws InterruptedException {
        return shut.await(Duration.between(clock.instant(), moment).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns whether the order still selects the planned combinations; horses may have been withdrawn since it was planned. */
    private boolean isPossible(Order order) {
        return order.bet().selection().expand(order.bet().type(), offering) instanceof Expansion.Combinations bet
                && bet.count() == order.combinations();
    }

    private void buy(Guest guest, Order order) throws InterruptedException {
        // The moment tells apart the bets of one bettor; with a key, a purchase may be repeated without buying twice.
        String key = "demo-" + order.moment();
        switch (client.buy(guest.token(), raceId, key, order)) {
            case Answered.Taken taken -> {
                findings.same(
                        order.combinations(),
                        taken.combinations(),
                        () -> "combinations of " + order.bet() + " in race " + race.number());
                bought.add(new Bought(guest, order, taken.messageId()));
                stakes.addAndGet(order.total().value());
            }
            case Answered.TurnedAway away ->
                turnedAway
                        .computeIfAbsent(away.problem(), problem -> new AtomicLong())
                        .incrementAndGet();
        }
    }

    /** Returns the purchases that have been taken so far. */
    List<Bought> bought() {
        return new ArrayList<>(bought);
    }

    int count() {
        return bought.size();
    }

    /** Returns the stakes of what has been taken so far, in yen. */
    long stakesYen() {
        return stakes.get();
    }

    /** Returns how many were turned away so far, by the name of the problem. */
    Map<String, Long> turnedAway() {
        Map<String, Long> counts = new TreeMap<>();
        turnedAway.forEach((problem, count) -> counts.put(problem, count.get()));
        return counts;
    }
}
