package keiba.application.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.account.AccountEntry;
import keiba.application.account.Actor;
import keiba.application.account.CashMovement;
import keiba.application.account.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.odds.BoardId;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;

/** Everything that the books hold. A transaction works on a copy, which replaces the state when it commits. */
final class BooksState {
    final TreeMap<RaceId, RaceCard> races;
    final List<Audited> trail;
    final Set<MessageId> claims;
    final LinkedHashMap<MessageId, Sold> tickets;
    final Map<MessageId, Purchase.Failed> refusals;
    final List<Transfer> transfers;
    final Map<LedgerAccount, Yen> balances;
    final Map<UUID, Moved> movements;
    final Map<BoardId, RunningTotal> pools;
    final Map<Integer, Long> positions;
    final Map<Integer, Instant> recordedThrough;
    final List<DeadLetter> deadLetters;
    final Set<DeadLetter> copied;
    Optional<UUID> topic;
    int partitions;

    /** A ticket with the combinations that it holds. */
    record Sold(Ticket ticket, CombinationSet combinations) {}

    /** A cash movement with the balance right after it. */
    record Moved(CashMovement movement, Yen balance) {}

    /** A pool, never changed in place. */
    record RunningTotal(Pool pool, long version) {}

    /** A line of the audit trail of the races. */
    record Audited(RaceId race, Actor actor, String action) {}

    BooksState() {
        races = new TreeMap<>();
        trail = new ArrayList<>();
        claims = new HashSet<>();
        tickets = new LinkedHashMap<>();
        refusals = new HashMap<>();
        transfers = new ArrayList<>();
        balances = new HashMap<>();
        movements = new HashMap<>();
        pools = new HashMap<>();
        positions = new TreeMap<>();
        recordedThrough = new HashMap<>();
        deadLetters = new ArrayList<>();
        copied = new HashSet<>();
        topic = Optional.empty();
    }

    private BooksState(BooksState other) {
        races = new TreeMap<>(other.races);
        trail = new ArrayList<>(other.trail);
        claims = new HashSet<>(other.claims);
        tickets = new LinkedHashMap<>(other.tickets);
        refusals = new HashMap<>(other.refusals);
        transfers = new ArrayList<>(other.transfers);
        balances = new HashMap<>(other.balances);
        movements = new HashMap<>(other.movements);
        pools = new HashMap<>(other.pools);
        positions = new TreeMap<>(other.positions);
        recordedThrough = new HashMap<>(other.recordedThrough);
        deadLetters = new ArrayList<>(other.deadLetters);
        copied = new HashSet<>(other.copied);
        topic = other.topic;
        partitions = other.partitions;
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
            Instant at,
            LedgerAccount debit,
            LedgerAccount credit,
            Yen amount,
            AccountEntry.Kind kind,
            String reference) {
        transfers.add(new Transfer(transfers.size() + 1L, at, debit, credit, amount, kind, reference));
        balances.merge(debit, Yen.ZERO.minus(amount), Yen::plus);
        balances.merge(credit, amount, Yen::plus);
        if (debit instanceof LedgerAccount.Bettor bettor && balance(bettor).isNegative()) {
            throw refused("the balance of user " + bettor.user() + " would be negative");
        }
    }

    void addToPool(BoardId board, CombinationSet combinations, Yen unit) {
        RunningTotal before = pools.getOrDefault(board, new RunningTotal(Pool.empty(combinations.numbering()), 0));
        try {
            pools.put(board, new RunningTotal(before.pool().plus(combinations, unit), before.version() + 1));
        } catch (IllegalArgumentException full) {
            throw refused(String.valueOf(full.getMessage()));
        }
    }

    Optional<Purchase> find(MessageId id) {
        Sold sold = tickets.get(id);
        return sold != null
                ? Optional.of(new Purchase.Completed(sold.ticket()))
                : Optional.ofNullable(refusals.get(id));
    }

    private static PermanentFailure refused(String why) {
        return new PermanentFailure(why, new IllegalStateException("constraint"));
    }
}
