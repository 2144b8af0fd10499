package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.CASH_MOVEMENT;
import static keiba.adapter.postgres.Tables.TRANSFER;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import keiba.application.account.AccountBook;
import keiba.application.account.AccountEntry;
import keiba.application.account.CashMovement;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;
import keiba.wire.Json;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;

/** Stores the bettors' accounts in the ledger, and books cash that is paid in and out. */
final class PostgresAccountBook implements AccountBook {
    private final Transactions transactions;
    private final AuditTrail trail;

    PostgresAccountBook(Transactions transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    @Override
    public Moved move(CashMovement movement, Actor actor) {
        return transactions.write(
                session -> earlier(session, movement).orElseGet(() -> moveNow(session, movement, actor)));
    }

    /** Returns the outcome if an earlier movement has this reference. */
    private static Optional<Moved> earlier(DSLContext session, CashMovement movement) {
        return session.selectFrom(CASH_MOVEMENT)
                .where(CASH_MOVEMENT.reference.eq(movement.reference()))
                .fetchOptional(row -> isSame(row, movement)
                        ? new Booked(Yen.of(row.get(CASH_MOVEMENT.balanceAfterYen)), true)
                        : new ReferenceReused());
    }

    private static boolean isSame(Record row, CashMovement movement) {
        return row.get(CASH_MOVEMENT.userId) == movement.user().value()
                && row.get(CASH_MOVEMENT.kind).equals(movement.kind().name())
                && row.get(CASH_MOVEMENT.yen) == movement.amount().value();
    }

    private Moved moveNow(DSLContext session, CashMovement movement, Actor actor) {
        Yen before = lockedBalance(session, movement);
        Yen after = before.plus(change(movement));
        if (after.isNegative()) {
            // the same request may have been sent twice, and the other one may have withdrawn the money while this one
            // waited for the lock
            return earlier(session, movement).orElseGet(() -> new InsufficientFunds(before));
        }
        if (!claim(session, movement, after, actor)) {
            return earlier(session, movement).orElseThrow();
        }
        book(session, movement, after);
        trail.note(session, actor, title(movement), "user:" + movement.user(), Optional.empty(), json(movement, after));
        return new Booked(after, false);
    }

    private static Yen change(CashMovement movement) {
        return switch (movement.kind()) {
            case DEPOSIT -> movement.amount();
            case WITHDRAWAL -> Yen.ZERO.minus(movement.amount());
        };
    }

    private static Yen lockedBalance(DSLContext session, CashMovement movement) {
        if (movement.kind() == CashMovement.MovementKind.DEPOSIT) {
            open(session, movement.user());
        }
        return session.select(ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(AccountName.bettor(movement.user())))
                .forNoKeyUpdate()
                .fetchOptional(row -> Yen.of(row.value1()))
                .orElse(Yen.ZERO);
    }

    private static void open(DSLContext session, UserId user) {
        session.insertInto(ACCOUNT)
                .set(ACCOUNT.accountId, AccountName.bettor(user))
                .set(ACCOUNT.accountClass, "BETTOR")
                .set(ACCOUNT.userId, user.value())
                .onConflictDoNothing()
                .execute();
    }

    private static boolean claim(DSLContext session, CashMovement movement, Yen after, Actor actor) {
        return session.insertInto(CASH_MOVEMENT)
                        .set(CASH_MOVEMENT.reference, movement.reference())
                        .set(CASH_MOVEMENT.userId, movement.user().value())
                        .set(CASH_MOVEMENT.kind, movement.kind().name())
                        .set(CASH_MOVEMENT.yen, movement.amount().value())
                        .set(CASH_MOVEMENT.balanceAfterYen, after.value())
                        .set(
                                CASH_MOVEMENT.actor,
                                actor.user().map(UserId::value).orElse(null))
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static void book(DSLContext session, CashMovement movement, Yen after) {
        String bettor = AccountName.bettor(movement.user());
        boolean in = movement.kind() == CashMovement.MovementKind.DEPOSIT;
        session.insertInto(TRANSFER)
                .set(TRANSFER.raceDay, Times.TODAY_IN_JAPAN)
                .set(TRANSFER.kind, movement.kind().name())
                .set(TRANSFER.debit, in ? AccountName.CASH : bettor)
                .set(TRANSFER.credit, in ? bettor : AccountName.CASH)
                .set(TRANSFER.yen, movement.amount().value())
                .set(TRANSFER.reference, movement.reference())
                .set(TRANSFER.userId, movement.user().value())
                .set(TRANSFER.balanceAfterYen, after.value())
                .execute();
        credit(session, bettor, change(movement));
        credit(session, AccountName.CASH, Yen.ZERO.minus(change(movement)));
    }

    private static void credit(DSLContext session, String account, Yen change) {
        session.update(ACCOUNT)
                .set(ACCOUNT.balanceYen, ACCOUNT.balanceYen.plus(change.value()))
                .where(ACCOUNT.accountId.eq(account))
                .execute();
    }

    private static String title(CashMovement movement) {
        return switch (movement.kind()) {
            case DEPOSIT -> "Deposit";
            case WITHDRAWAL -> "Withdraw";
        };
    }

    private static JSONB json(CashMovement movement, Yen after) {
        return JSONB.valueOf(Json.text(Json.object()
                .put("reference", movement.reference().toString())
                .put("amount", movement.amount().value())
                .put("balance", after.value())));
    }

    @Override
    public Yen balance(UserId user) {
        return transactions.read(session -> session.select(ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(AccountName.bettor(user)))
                .fetchOptional(row -> Yen.of(row.value1()))
                .orElse(Yen.ZERO));
    }

    @Override
    public List<AccountEntry> entries(UserId user, OptionalLong before, int limit) {
        return transactions.read(session -> session.selectFrom(TRANSFER)
                .where(TRANSFER.userId.eq(user.value()))
                .and(TRANSFER.transferId.lt(before.orElse(Long.MAX_VALUE)))
                .orderBy(TRANSFER.transferId.desc())
                .limit(limit)
                .fetch(row -> entry(row, user)));
    }

    private static AccountEntry entry(Record row, UserId user) {
        Yen yen = Yen.of(row.get(TRANSFER.yen));
        boolean in = row.get(TRANSFER.credit).equals(AccountName.bettor(user));
        return new AccountEntry(
                row.get(TRANSFER.transferId),
                row.get(TRANSFER.bookedAt),
                AccountEntry.EntryKind.valueOf(row.get(TRANSFER.kind)),
                in ? yen : Yen.ZERO.minus(yen),
                Yen.of(row.get(TRANSFER.balanceAfterYen)),
                row.get(TRANSFER.reference).toString());
    }
}
