package keiba.application.fake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import keiba.application.account.CashMovement;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.AnnouncedChange;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceState;

/** All stored data. A transaction works on a copy, which replaces the state when it commits. */
final class BooksState {
    final TreeMap<RaceId, RaceCard> races;
    final List<Audited> trail;
    final Set<MessageId> claims;
    final Map<MessageId, Instant> recordedAt;
    final LinkedHashMap<MessageId, Sold> tickets;
    final Map<MessageId, Purchase.Failed> refusals;
    final Map<MessageId, RaceId> refusedOf;
    final List<Transfer> transfers;
    final Map<LedgerAccount, Yen> balances;
    final Map<UUID, Moved> movements;
    final Map<BoardId, RunningTotal> pools;
    final Map<Integer, QueueBook.Position> positions;
    final Map<Integer, Instant> recordedThrough;
    final List<DeadLetter> deadLetters;
    final Set<DeadLetter> copied;
    final Map<RaceId, Instant> changedAt;
    final Map<RaceId, List<PastAnnouncement>> announcements;
    final Map<RaceId, Integer> countedAhead;
    final Map<RaceId, List<OddsSheet>> finalOdds;
    final Map<BoardId, FakeOddsHistoryBook.History> oddsHistory;
    final List<RefundOrder> refundOrders;
    final List<Refund> refunds;
    final Map<RaceId, Settling> settlements;
    final LinkedHashMap<MessageId, Winnings> payouts;
    final Set<RaceId> executionOrders;
    final Set<Optional<RaceId>> holds;
    Optional<QueueId> queue;
    Instant unclaimedUntil;
    int lanes;

    /** A ticket with the combinations that it holds. */
    record Sold(Ticket ticket, CombinationSet combinations) {}

    /** What a change of a race made void, and how many of the race's tickets have been looked at. */
    record RefundOrder(RaceId race, CombinationSet voided, int looked, boolean done) {}

    /** What a ticket was refunded for one order. */
    record Refund(int order, MessageId id, Yen yen) {}

    /** A settlement, and how many of the race's tickets have been looked at. */
    record Settling(List<TypeSettlement> types, int looked, boolean done) {}

    /** A payout; paid with the balance right after it, or left to the house after a day. */
    record Winnings(
            MessageId id,
            RaceId race,
            UserId user,
            BetType type,
            Yen yen,
            Payout.Status status,
            Optional<ExecutionBook.Paid> paid,
            Optional<LocalDate> expiredAfter) {}

    /** A cash movement with the balance right after it. */
    record Moved(CashMovement movement, Yen balance) {}

    /** A pool, never changed in place. */
    record RunningTotal(Pool pool, long version) {}

    /** A line of the audit trail of the races. */
    record Audited(Optional<RaceId> race, Actor actor, String action) {}

    BooksState() {
        races = new TreeMap<>();
        trail = new ArrayList<>();
        claims = new HashSet<>();
        recordedAt = new HashMap<>();
        tickets = new LinkedHashMap<>();
        refusals = new HashMap<>();
        refusedOf = new HashMap<>();
        transfers = new ArrayList<>();
        balances = new HashMap<>();
        movements = new HashMap<>();
        pools = new HashMap<>();
        positions = new TreeMap<>();
        recordedThrough = new HashMap<>();
        deadLetters = new ArrayList<>();
        copied = new HashSet<>();
        changedAt = new HashMap<>();
        announcements = new HashMap<>();
        countedAhead = new HashMap<>();
        finalOdds = new HashMap<>();
        oddsHistory = new HashMap<>();
        refundOrders = new ArrayList<>();
        refunds = new ArrayList<>();
        settlements = new HashMap<>();
        payouts = new LinkedHashMap<>();
        executionOrders = new HashSet<>();
        holds = new HashSet<>();
        queue = Optional.empty();
        unclaimedUntil = Instant.MIN;
    }

    private BooksState(BooksState other) {
        races = new TreeMap<>(other.races);
        trail = new ArrayList<>(other.trail);
        claims = new HashSet<>(other.claims);
        recordedAt = new HashMap<>(other.recordedAt);
        tickets = new LinkedHashMap<>(other.tickets);
        refusals = new HashMap<>(other.refusals);
        refusedOf = new HashMap<>(other.refusedOf);
        transfers = new ArrayList<>(other.transfers);
        balances = new HashMap<>(other.balances);
        movements = new HashMap<>(other.movements);
        pools = new HashMap<>(other.pools);
        positions = new TreeMap<>(other.positions);
        recordedThrough = new HashMap<>(other.recordedThrough);
        deadLetters = new ArrayList<>(other.deadLetters);
        copied = new HashSet<>(other.copied);
        changedAt = new HashMap<>(other.changedAt);
        announcements = new HashMap<>(other.announcements);
        countedAhead = new HashMap<>(other.countedAhead);
        finalOdds = new HashMap<>(other.finalOdds);
        oddsHistory = new HashMap<>(other.oddsHistory);
        refundOrders = new ArrayList<>(other.refundOrders);
        refunds = new ArrayList<>(other.refunds);
        settlements = new HashMap<>(other.settlements);
        payouts = new LinkedHashMap<>(other.payouts);
        executionOrders = new HashSet<>(other.executionOrders);
        holds = new HashSet<>(other.holds);
        queue = other.queue;
        unclaimedUntil = other.unclaimedUntil;
        lanes = other.lanes;
    }

    BooksState copy() {
        return new BooksState(this);
    }

    Yen balance(LedgerAccount account) {
        return balances.getOrDefault(account, Yen.ZERO);
    }

    Yen balance(UserId user) {
        return balance(new LedgerAccount.Bettor(user));
    }

    void transfer(
            Instant at, LedgerAccount debit, LedgerAccount credit, Yen amount, Transfer.Kind kind, String reference) {
        transfers.add(new Transfer(transfers.size() + 1L, at, debit, credit, amount, kind, reference));
        balances.merge(debit, Yen.ZERO.minus(amount), Yen::plus);
        balances.merge(credit, amount, Yen::plus);
        if (debit instanceof LedgerAccount.Bettor bettor && balance(bettor).isNegative()) {
            throw new PermanentFailure(
                    "the balance of user " + bettor.user() + " would be negative",
                    new IllegalStateException("constraint"));
        }
    }

    void addToPool(BoardId board, CombinationSet combinations, Yen unit) {
        RunningTotal before = pools.getOrDefault(board, new RunningTotal(Pool.empty(combinations.numbering()), 0));
        try {
            pools.put(board, new RunningTotal(before.pool().plus(combinations, unit), before.version() + 1));
        } catch (IllegalArgumentException full) {
            throw new PoolFullException(full);
        }
    }

    /** Undoes the transaction. */
    static final class PoolFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PoolFullException(Throwable cause) {
            super(cause);
        }
    }

    /** Saves a race and adds the person who changes it to the audit trail. */
    void save(RaceCard card, Instant at, Actor actor, String action) {
        RaceCard before = races.put(card.id(), card);
        if (before != null && card.announced().version() > before.announced().version()) {
            List<PastAnnouncement> made = new ArrayList<>(announcements.getOrDefault(card.id(), List.of()));
            made.add(new PastAnnouncement(card.announced().version(), at, AnnouncedChange.between(before, card)));
            announcements.put(card.id(), List.copyOf(made));
        }
        changedAt.put(card.id(), at);
        trail.add(new Audited(Optional.of(card.id()), actor, action));
    }

    /** Notes that a purchase is refused. */
    void refuse(PurchaseMessage message, RefusalReason reason) {
        refusedOf.put(message.id(), message.race());
        refusals.put(
                message.id(),
                new Purchase.Failed(
                        message.id(),
                        Optional.of(message.user()),
                        reason,
                        Optional.of(message.bet().fingerprint())));
    }

    /** How many purchases of a race were refused, by reason. */
    SortedMap<RefusalReason, Long> refused(RaceId race) {
        return refusals.values().stream()
                .filter(failed -> race.equals(refusedOf.get(failed.id())))
                .collect(Collectors.groupingBy(Purchase.Failed::reason, TreeMap::new, Collectors.counting()));
    }

    void voided(RaceId race, List<CombinationSet> sets) {
        sets.forEach(set -> refundOrders.add(new RefundOrder(race, set, 0, false)));
    }

    /** The tickets of a race, oldest first. */
    List<Sold> sold(RaceId race) {
        return tickets.values().stream()
                .filter(sold -> sold.ticket().race().equals(race))
                .toList();
    }

    /** A ticket as it is shown: what it won only once the race is payable. */
    Ticket shown(Sold sold) {
        Ticket ticket = sold.ticket();
        Optional<Yen> payout = isPayable(ticket.race())
                ? Optional.ofNullable(payouts.get(ticket.id())).map(Winnings::yen)
                : Optional.empty();
        return new Ticket(
                ticket.id(),
                ticket.user(),
                ticket.race(),
                ticket.bet(),
                ticket.combinations(),
                ticket.total(),
                refunded(ticket.id()),
                payout,
                ticket.purchasedAt());
    }

    boolean isHeld(RaceId race) {
        return holds.contains(Optional.<RaceId>empty()) || holds.contains(Optional.of(race));
    }

    boolean isPayable(RaceId race) {
        RaceCard card = races.get(race);
        return card != null && (card.state() == RaceState.PAYABLE || card.state() == RaceState.EXPIRED);
    }

    Yen refunded(MessageId id) {
        return refunds.stream()
                .filter(refund -> refund.id().equals(id))
                .map(Refund::yen)
                .reduce(Yen.ZERO, Yen::plus);
    }

    /** What a user has staked on the races of a day, less refunds. */
    Yen staked(LocalDate day, UserId user) {
        return tickets.values().stream()
                .map(Sold::ticket)
                .filter(ticket -> ticket.user().equals(user))
                .filter(ticket -> Optional.ofNullable(races.get(ticket.race()))
                        .filter(card -> card.day().equals(day))
                        .isPresent())
                .map(ticket -> ticket.total().minus(refunded(ticket.id())))
                .reduce(Yen.ZERO, Yen::plus);
    }

    /** A running total with its race; empty for an unknown race. */
    Optional<PoolState> running(BoardId board, Instant now) {
        return Optional.ofNullable(races.get(board.race())).map(card -> {
            Pool nothing =
                    Pool.empty(Numbering.of(board.type(), card.race().field().runners()));
            RunningTotal total = pools.getOrDefault(board, new RunningTotal(nothing, 0));
            return new PoolState(card, total.pool().copy(), total.version(), now);
        });
    }

    Optional<Purchase> find(MessageId id) {
        Sold sold = tickets.get(id);
        return sold != null ? Optional.of(new Purchase.Completed(shown(sold))) : Optional.ofNullable(refusals.get(id));
    }

    QueueBook.Position position(int lane) {
        return positions.getOrDefault(lane, QueueBook.Position.BEGINNING);
    }
}
