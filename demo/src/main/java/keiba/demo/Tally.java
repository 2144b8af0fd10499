package keiba.demo;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sums of the day, and the balance that each bettor must have at the end. Thread-safe. */
final class Tally {
    /** More than any bettor can win. */
    static final long UNBOUNDED = 1L << 50;

    private final AtomicLong tickets = new AtomicLong();
    private final AtomicLong sales = new AtomicLong();
    private final AtomicLong refunds = new AtomicLong();
    private final AtomicLong payouts = new AtomicLong();
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
    private final Map<Guest, AtomicLong> balances = new ConcurrentHashMap<>();
    private final Map<Guest, AtomicLong> doubts = new ConcurrentHashMap<>();
    private Optional<Luck> luck = Optional.empty();

    /** A ticket that paid. */
    record Luck(Bought ticket, PlannedRace race, long payoutYen) {
        double times() {
            return payoutYen / (double) ticket.order().total().value();
        }
    }

    void deposited(Guest guest, long yen) {
        balance(guest).addAndGet(yen);
    }

    void sold(Bought ticket) {
        long yen = ticket.order().total().value();
        tickets.incrementAndGet();
        sales.addAndGet(yen);
        balance(ticket.guest()).addAndGet(-yen);
    }

    void refused(String reason, long count) {
        refusals.computeIfAbsent(reason, first -> new AtomicLong()).addAndGet(count);
    }

    void settled(Bought ticket, PlannedRace race, long payoutYen, long refundYen) {
        refunds.addAndGet(refundYen);
        payouts.addAndGet(payoutYen);
        balance(ticket.guest()).addAndGet(payoutYen + refundYen);
        noteLuck(new Luck(ticket, race, payoutYen));
    }

    /** Notes that another operator holds a payout of a ticket that was settled: it may be paid at any time, or not. */
    void held(Bought ticket, long payoutYen) {
        payouts.addAndGet(-payoutYen);
        balance(ticket.guest()).addAndGet(-payoutYen);
        doubt(ticket.guest(), payoutYen);
    }

    /** Notes that a bettor may have so much more than what is known, because a race was left to another operator. */
    void doubt(Guest guest, long yen) {
        doubts.computeIfAbsent(guest, first -> new AtomicLong()).addAndGet(yen);
    }

    private synchronized void noteLuck(Luck ended) {
        if (ended.payoutYen > 0
                && luck.filter(best -> best.times() >= ended.times()).isEmpty()) {
            luck = Optional.of(ended);
        }
    }

    private AtomicLong balance(Guest guest) {
        return balances.computeIfAbsent(guest, first -> new AtomicLong());
    }

    long tickets() {
        return tickets.get();
    }

    long salesYen() {
        return sales.get();
    }

    long refundsYen() {
        return refunds.get();
    }

    long payoutsYen() {
        return payouts.get();
    }

    /** Returns how many purchases were refused, by reason. */
    Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        refusals.forEach((reason, count) -> counts.put(reason, count.get()));
        return counts;
    }

    /** Returns how much more a bettor may have in the end, in yen; 0 where everything is known. */
    long doubtYen(Guest guest) {
        return Optional.ofNullable(doubts.get(guest)).map(AtomicLong::get).orElse(0L);
    }

    /** Returns the balance that a bettor must have at the end, in yen. */
    long balanceYen(Guest guest) {
        return balance(guest).get();
    }

    /** Returns the ticket that multiplied its stake most. */
    synchronized Optional<Luck> luck() {
        return luck;
    }
}
