package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.EXECUTION_ORDER;
import static keiba.adapter.postgres.Tables.PAYOUT;
import static keiba.adapter.postgres.Tables.PAYOUT_RUN;
import static keiba.adapter.postgres.Tables.RACE;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.account.Actor;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.Progress;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import keiba.wire.Json;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The execution of payouts. Whoever pays keeps the race as it stands, so that nothing expires meanwhile; the payouts themselves are locked
 * in order of their message ids.
 */
final class PostgresExecutionBook implements ExecutionBook {
    private static final Condition PAYABLE = RACE.state.eq(DSL.inline(RaceState.PAYABLE.name()));

    private final Transactions transactions;
    private final RaceStore store;
    private final AuditTrail trail;

    PostgresExecutionBook(Transactions transactions, RaceStore store, AuditTrail trail) {
        this.transactions = transactions;
        this.store = store;
        this.trail = trail;
    }

    @Override
    public One execute(MessageId id, UserId owner) {
        return transactions.write(session -> find(session, id, owner)
                .map(row -> isPaid(row) ? paid(row) : execute(session, row))
                .orElseGet(NotFound::new));
    }

    private static Optional<Record> find(DSLContext session, MessageId id, UserId owner) {
        return session.select(PAYOUT.fields())
                .from(PAYOUT)
                .join(RACE)
                .on(RACE.raceId.eq(PAYOUT.raceId), PayoutRows.DECLARED)
                .where(PAYOUT.raceDay.eq(Claims.dayOf(id)))
                .and(PAYOUT.messageId.eq(id.value()))
                .and(PAYOUT.userId.eq(owner.value()))
                .fetchOptional(row -> row);
    }

    private static boolean isPaid(Record row) {
        return row.get(PAYOUT.status).equals(Payout.Status.PAID.name());
    }

    private static One paid(Record row) {
        return new Paid(
                new MessageId(row.get(PAYOUT.messageId)),
                Yen.of(row.get(PAYOUT.yen)),
                row.get(PAYOUT.paidAt),
                Yen.of(row.get(PAYOUT.balanceAfterYen)));
    }

    private static One execute(DSLContext session, Record row) {
        RaceCard card =
                RaceStore.keep(session, new RaceId(row.get(PAYOUT.raceId))).orElseThrow();
        Waiting waiting = Waiting.lock(session, card, PAYOUT.messageId.eq(row.get(PAYOUT.messageId)), 1);
        if (waiting.count() > 0 && !RaceStore.hasLapsed(session, card)) {
            if (PayoutHolds.isHeld(session, card.id())) {
                return new Held();
            }
            waiting.pay();
        }
        return session.selectFrom(PAYOUT)
                .where(PAYOUT.raceDay.eq(card.day()))
                .and(PAYOUT.messageId.eq(row.get(PAYOUT.messageId)))
                .fetchSingle(now -> isPaid(now) ? paid(now) : new Lapsed(card.expiresOn()));
    }

    @Override
    public Some executeSome(RaceId race, Optional<UserId> owner, int payouts) {
        return transactions.write(session -> RaceStore.keep(session, race)
                .map(card -> switch (card.state()) {
                    case PAYABLE -> executeSome(session, card, owner, payouts);
                    case EXPIRED -> Some.LAPSED;
                    case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, VOID ->
                        Some.NOT_PAYABLE;
                })
                .orElse(Some.NOT_PAYABLE));
    }

    private static Some executeSome(DSLContext session, RaceCard card, Optional<UserId> owner, int payouts) {
        if (RaceStore.hasLapsed(session, card)) {
            return Some.LAPSED;
        }
        if (PayoutHolds.isHeld(session, card.id())) {
            return Some.HELD;
        }
        return owner.map(user -> ofOwner(session, card, user, payouts)).orElseGet(() -> ofAll(session, card, payouts));
    }

    private static Some ofOwner(DSLContext session, RaceCard card, UserId owner, int payouts) {
        Waiting waiting = Waiting.lock(session, card, PAYOUT.userId.eq(owner.value()), payouts);
        waiting.pay();
        return waiting.count() < payouts ? Some.DONE : Some.MORE;
    }

    /** Nobody else pays everybody meanwhile; single bettors may. */
    private static Some ofAll(DSLContext session, RaceCard card, int payouts) {
        return session.selectFrom(PAYOUT_RUN)
                .where(PAYOUT_RUN.raceId.eq(card.id().value()))
                .forUpdate()
                .skipLocked()
                .fetchOptional(PostgresExecutionBook::isNext)
                .map(next -> ofAll(session, card, next, payouts))
                .orElse(Some.BUSY);
    }

    private static Some ofAll(DSLContext session, RaceCard card, Condition next, int payouts) {
        Waiting waiting = Waiting.lock(session, card, next, payouts);
        waiting.pay();
        advance(session, card, waiting.last());
        if (waiting.count() == payouts) {
            return Some.MORE;
        }
        session.update(EXECUTION_ORDER)
                .set(EXECUTION_ORDER.done, true)
                .where(EXECUTION_ORDER.raceId.eq(card.id().value()))
                .execute();
        return Some.DONE;
    }

    /** Whether a payout is behind those of which none is waiting any more. */
    private static Condition isNext(Record run) {
        UUID through = run.get(PAYOUT_RUN.paidThrough);
        return through == null ? DSL.noCondition() : PAYOUT.messageId.gt(through);
    }

    private static void advance(DSLContext session, RaceCard card, Optional<UUID> last) {
        last.ifPresent(id -> session.update(PAYOUT_RUN)
                .set(PAYOUT_RUN.paidThrough, id)
                .where(PAYOUT_RUN.raceId.eq(card.id().value()))
                .execute());
    }

    @Override
    public void order(RaceId race, Actor actor) {
        transactions.write(session -> {
            int ordered = session.insertInto(EXECUTION_ORDER)
                    .set(EXECUTION_ORDER.raceId, race.value())
                    .onConflictDoNothing()
                    .execute();
            if (ordered == 1) {
                trail.note(
                        session,
                        actor,
                        "ExecutePayouts",
                        RaceStore.subject(race),
                        Optional.empty(),
                        JSONB.valueOf("{\"ordered\":true}"));
            }
            return ordered;
        });
    }

    @Override
    public List<RaceId> ordered(int limit) {
        return transactions.read(session -> session.select(EXECUTION_ORDER.raceId)
                .from(EXECUTION_ORDER)
                .join(RACE)
                .on(RACE.raceId.eq(EXECUTION_ORDER.raceId), PAYABLE)
                .where("NOT done") // word for word the condition of the index
                .andNot(PayoutHolds.isHeld(EXECUTION_ORDER.raceId))
                .orderBy(EXECUTION_ORDER.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public List<RaceId> lapsed(int limit) {
        return transactions.read(session -> session.select(RACE.raceId)
                .from(RACE)
                .where(PAYABLE)
                .and(RaceStore.hasLapsed())
                .orderBy(RACE.expiresOn, RACE.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public Progress expire(RaceId race, int payouts) {
        return transactions.write(session -> isDue(session, RaceStore.find(session, race))
                ? RaceStore.lockUnlessBusy(session, race)
                        .map(card -> isDue(session, Optional.of(card)) ? expire(session, card, payouts) : Progress.DONE)
                        .orElse(Progress.BUSY)
                : Progress.DONE);
    }

    private static boolean isDue(DSLContext session, Optional<RaceCard> card) {
        return card.filter(there -> there.state() == RaceState.PAYABLE && RaceStore.hasLapsed(session, there))
                .isPresent();
    }

    private Progress expire(DSLContext session, RaceCard card, int payouts) {
        Condition next = session.selectFrom(PAYOUT_RUN)
                .where(PAYOUT_RUN.raceId.eq(card.id().value()))
                .fetchSingle(PostgresExecutionBook::isNext);
        Waiting waiting = Waiting.lock(session, card, next, payouts);
        waiting.expire();
        advance(session, card, waiting.last());
        if (waiting.count() == payouts) {
            return Progress.MORE;
        }
        RaceCard expired = card.with(card.race().apply(new RaceCommand.Expire()).race());
        store.save(session, Actor.SYSTEM, "Expire", card, expired);
        return Progress.DONE;
    }

    @Override
    public void hold(Optional<RaceId> race, boolean held, String reason, Actor actor) {
        transactions.write(session -> {
            boolean changed = held ? PayoutHolds.hold(session, race, reason) : PayoutHolds.release(session, race);
            if (changed) {
                trail.note(
                        session,
                        actor,
                        held ? "HoldPayouts" : "ReleasePayouts",
                        race.map(RaceStore::subject).orElse("payouts"),
                        Optional.empty(),
                        JSONB.valueOf(Json.text(Json.object().put("reason", reason))));
            }
            return changed;
        });
    }

    @Override
    public boolean isHeld(RaceId race) {
        return transactions.read(session -> PayoutHolds.isHeld(session, race));
    }
}
