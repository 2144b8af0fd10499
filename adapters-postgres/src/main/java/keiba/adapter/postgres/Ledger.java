package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.TRANSFER;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.account.UserId;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The double-entry ledger within one transaction: moves any number of amounts with a few statements. Accounts are locked in one order
 * everywhere, so that no two transactions wait for each other crosswise: the bettors' sorted, then the pools' running totals where they are
 * needed, and last of all every other account, sorted.
 */
final class Ledger {
    private final DSLContext session;
    private final Map<UserId, Yen> balances = new HashMap<>();

    Ledger(DSLContext session) {
        this.session = session;
    }

    /** What moves money. */
    enum Kind {
        STAKE,
        REFUND,
        PAYOUT,
        SETTLEMENT,
        EXPIRY
    }

    /**
     * Money from one account to another.
     *
     * @param day the day of the race
     * @param yen positive
     * @param reference what it belongs to
     * @param bettor whose account is one of the two
     */
    record Movement(
            Kind kind, LocalDate day, String debit, String credit, Yen yen, UUID reference, Optional<UserId> bettor) {

        static Movement from(UserId bettor, Kind kind, LocalDate day, String credit, Yen yen, UUID reference) {
            return new Movement(kind, day, AccountName.bettor(bettor), credit, yen, reference, Optional.of(bettor));
        }

        static Movement to(UserId bettor, Kind kind, LocalDate day, String debit, Yen yen, UUID reference) {
            return new Movement(kind, day, debit, AccountName.bettor(bettor), yen, reference, Optional.of(bettor));
        }

        static Movement between(Kind kind, LocalDate day, String debit, String credit, Yen yen, UUID reference) {
            return new Movement(kind, day, debit, credit, yen, reference, Optional.empty());
        }

        private boolean isToBettor() {
            return bettor.isPresent() && credit.equals(AccountName.bettor(bettor.get()));
        }
    }

    /**
     * A movement as it is booked.
     *
     * @param balance the bettor's right after it
     */
    record Entry(Movement movement, Optional<Yen> balance) {}

    /** Locks bettors' accounts. Answers with their balances; zero where there is no account. */
    Map<UserId, Yen> lockBettors(Collection<UserId> bettors) {
        bettors.forEach(bettor -> balances.put(bettor, Yen.ZERO));
        String[] names = balances.keySet().stream().map(AccountName::bettor).toArray(String[]::new);
        session.select(ACCOUNT.userId, ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(DSL.any(names)))
                .orderBy(ACCOUNT.accountId)
                .forNoKeyUpdate()
                .forEach(row -> balances.put(new UserId(row.value1()), Yen.of(row.value2())));
        return Map.copyOf(balances);
    }

    /** Locks other accounts, after which no bettor's may be locked any more. Answers with the balances of those that there are. */
    Map<String, Yen> lockOthers(Collection<String> names) {
        return session.select(ACCOUNT.accountId, ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(DSL.any(names.toArray(String[]::new))))
                .orderBy(ACCOUNT.accountId)
                .forNoKeyUpdate()
                .fetchMap(row -> row.value1(), row -> Yen.of(row.value2()));
    }

    /** Books movements in this order; the accounts of their bettors are locked. */
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
        update(changes);
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
        new BulkInsert<Entry>(TRANSFER)
                .column(TRANSFER.raceDay, entry -> entry.movement().day())
                .column(TRANSFER.kind, entry -> entry.movement().kind().name())
                .column(TRANSFER.debit, entry -> entry.movement().debit())
                .column(TRANSFER.credit, entry -> entry.movement().credit())
                .column(TRANSFER.yen, entry -> entry.movement().yen().value())
                .column(TRANSFER.reference, entry -> entry.movement().reference())
                .column(TRANSFER.userId, Ledger::bettorOf)
                .column(TRANSFER.balanceAfterYen, Ledger::balanceOf)
                .of(session, entries)
                .execute();
    }

    private static @Nullable Long bettorOf(Entry entry) {
        return entry.movement().bettor().map(UserId::value).orElse(null);
    }

    private static @Nullable Long balanceOf(Entry entry) {
        return entry.balance().map(Yen::value).orElse(null);
    }

    /** What each account gains or loses, by name. */
    private static Map<String, Long> changes(List<Movement> movements) {
        Map<String, Long> changes = new TreeMap<>();
        for (Movement movement : movements) {
            changes.merge(movement.debit(), -movement.yen().value(), Long::sum);
            changes.merge(movement.credit(), movement.yen().value(), Long::sum);
        }
        return changes;
    }

    private void update(Map<String, Long> changes) {
        Pairs<String, Long> change = Pairs.of(
                List.copyOf(changes.entrySet()),
                SQLDataType.CLOB,
                Map.Entry::getKey,
                SQLDataType.BIGINT,
                Map.Entry::getValue);
        int updated = session.update(ACCOUNT)
                .set(ACCOUNT.balanceYen, ACCOUNT.balanceYen.plus(change.second()))
                .from(change.table())
                .where(ACCOUNT.accountId.eq(change.first()))
                .execute();
        if (updated != changes.size()) {
            throw new IllegalStateException(updated + " accounts of " + changes.keySet());
        }
    }
}
