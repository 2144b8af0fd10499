package keiba.adapter.postgres;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The double-entry ledger within one transaction: moves any number of amounts with a few statements. To avoid
 * deadlocks, accounts are locked in the same order everywhere: first the bettors' accounts, sorted; then the running
 * totals of the pools, if they are needed; then all other accounts, sorted.
 */
final class Ledger {
    static final String LOCK_BETTORS =
            "SELECT user_id, balance_yen FROM account WHERE account_id = ANY (?) ORDER BY account_id FOR NO KEY UPDATE";

    private static final String LOCK_OTHERS =
            "SELECT account_id, balance_yen FROM account WHERE account_id = ANY (?) ORDER BY account_id FOR NO KEY UPDATE";

    private static final String INSERT = """
            INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String UPDATE = """
            UPDATE account a SET balance_yen = a.balance_yen + c.yen
            FROM unnest(?, ?) AS c (account_id, yen)
            WHERE a.account_id = c.account_id""";

    private final DSLContext session;
    private final Map<UserId, Yen> balances = new HashMap<>();

    Ledger(DSLContext session) {
        this.session = session;
    }

    /** The kind of a transfer. */
    enum LedgerMovement {
        STAKE,
        REFUND,
        PAYOUT,
        SETTLEMENT,
        EXPIRY
    }

    /**
     * A transfer of money from one account to another.
     *
     * @param day the day of the race
     * @param yen positive
     * @param reference the purchase, payment or race to which it belongs
     * @param bettor the bettor who owns one of the two accounts
     */
    record Movement(
            LedgerMovement kind,
            LocalDate day,
            String debit,
            String credit,
            Yen yen,
            UUID reference,
            Optional<UserId> bettor) {

        static Movement from(
                UserId bettor, LedgerMovement kind, LocalDate day, String credit, Yen yen, UUID reference) {
            return new Movement(kind, day, AccountName.bettor(bettor), credit, yen, reference, Optional.of(bettor));
        }

        static Movement to(UserId bettor, LedgerMovement kind, LocalDate day, String debit, Yen yen, UUID reference) {
            return new Movement(kind, day, debit, AccountName.bettor(bettor), yen, reference, Optional.of(bettor));
        }

        static Movement between(
                LedgerMovement kind, LocalDate day, String debit, String credit, Yen yen, UUID reference) {
            return new Movement(kind, day, debit, credit, yen, reference, Optional.empty());
        }

        private boolean isToBettor() {
            return bettor.isPresent() && credit.equals(AccountName.bettor(bettor.get()));
        }
    }

    /**
     * A movement that was booked.
     *
     * @param balance the bettor's balance right after it
     */
    record Entry(Movement movement, Optional<Yen> balance) {}

    /** Locks bettors' accounts and returns their balances; zero for a bettor without an account. */
    Map<UserId, Yen> lockBettors(Collection<UserId> bettors) {
        bettors.forEach(bettor -> balances.put(bettor, Yen.ZERO));
        if (!bettors.isEmpty()) {
            List<String> names =
                    balances.keySet().stream().map(AccountName::bettor).toList();
            send(
                    LOCK_BETTORS,
                    statement -> statement
                            .texts(names, name -> name)
                            .fetch(row -> balances.put(new UserId(row.getLong(1)), Yen.of(row.getLong(2)))));
        }
        return Map.copyOf(balances);
    }

    /**
     * Locks other accounts and returns the balances of those that exist. After this call no bettor's account may be
     * locked.
     */
    Map<String, Yen> lockOthers(Collection<String> names) {
        Map<String, Yen> found = new HashMap<>();
        send(
                LOCK_OTHERS,
                statement -> statement
                        .texts(List.copyOf(names), name -> name)
                        .fetch(row -> found.put(row.getString(1), Yen.of(row.getLong(2)))));
        return found;
    }

    private <T> T send(String sql, Function<PlainStatement, T> sending) {
        return session.connectionResult(connection -> {
            try (PlainStatement statement = new PlainStatement(connection, sql)) {
                return sending.apply(statement);
            }
        });
    }

    /** Books movements in this order. The transaction must have locked the accounts of their bettors. */
    List<Entry> book(List<Movement> movements) {
        if (movements.isEmpty()) {
            return List.of();
        }
        List<Entry> entries = movements.stream().map(this::enter).toList();
        insert(entries);
        Map<String, Long> changes = changes(movements);
        lockOthers(changes.keySet().stream()
                .filter(name -> !name.startsWith(AccountName.BETTOR))
                .toList());
        update(List.copyOf(changes.entrySet()));
        return entries;
    }

    private Entry enter(Movement movement) {
        return new Entry(movement, movement.bettor().map(bettor -> {
            Yen before = balances.get(bettor);
            if (before == null) {
                throw new IllegalStateException("the account of " + bettor + " is not locked");
            }
            Yen after = movement.isToBettor() ? before.plus(movement.yen()) : before.minus(movement.yen());
            balances.put(bettor, after);
            return after;
        }));
    }

    private void insert(List<Entry> entries) {
        send(
                INSERT,
                statement -> statement
                        .dates(entries, entry -> entry.movement().day())
                        .texts(entries, entry -> entry.movement().kind().name())
                        .texts(entries, entry -> entry.movement().debit())
                        .texts(entries, entry -> entry.movement().credit())
                        .bigints(entries, entry -> entry.movement().yen().value())
                        .uuids(entries, entry -> entry.movement().reference())
                        .bigintsOrNulls(entries, Ledger::bettorOf)
                        .bigintsOrNulls(entries, Ledger::balanceOf)
                        .update());
    }

    private static @Nullable Long bettorOf(Entry entry) {
        return entry.movement().bettor().map(UserId::value).orElse(null);
    }

    private static @Nullable Long balanceOf(Entry entry) {
        return entry.balance().map(Yen::value).orElse(null);
    }

    /** Returns the change of each account, by name. */
    private static Map<String, Long> changes(List<Movement> movements) {
        Map<String, Long> changes = new TreeMap<>();
        for (Movement movement : movements) {
            changes.merge(movement.debit(), -movement.yen().value(), Long::sum);
            changes.merge(movement.credit(), movement.yen().value(), Long::sum);
        }
        return changes;
    }

    private void update(List<Map.Entry<String, Long>> changes) {
        int updated = send(
                UPDATE,
                statement -> statement
                        .texts(changes, Map.Entry::getKey)
                        .bigints(changes, Map.Entry::getValue)
                        .update());
        if (updated != changes.size()) {
            throw new IllegalStateException(updated + " accounts were updated instead of " + changes);
        }
    }
}
