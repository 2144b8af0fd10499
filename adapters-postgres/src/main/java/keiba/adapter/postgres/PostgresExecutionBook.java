package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.EXECUTION_ORDER;
import static keiba.adapter.postgres.Tables.PAYOUT;
import static keiba.adapter.postgres.Tables.PAYOUT_RUN;
import static keiba.adapter.postgres.Tables.RACE;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutFacts;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.PayoutVerdict;
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
 * Executes payouts. A payment first locks the race, so that no payout expires at the same time; then it shares the lock
 * of the holds (see {@link PayoutHolds}); then it locks the payouts in the order of their message ids.
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
    public One execute(MessageId id, UserId owner, PayoutJudge judge) {
        return transactions.write(session -> find(session, id, owner)
                .map(row -> isUnclaimed(row) ? execute(session, row, judge) : settled(row))
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

    private static boolean isUnclaimed(Record row) {
        return row.get(PAYOUT.status).equals(Payout.Status.CALCULATED.name());
    }

    /** Returns the answer for a payout that is paid or expired. */
    private static One settled(Record row) {
        return row.get(PAYOUT.status).equals(Payout.Status.PAID.name())
                ? new Paid(
                        new MessageId(row.get(PAYOUT.messageId)),
                        Yen.of(row.get(PAYOUT.yen)),
                        row.get(PAYOUT.paidAt),
                        Yen.of(row.get(PAYOUT.balanceAfterYen)))
                : new Lapsed(row.get(PAYOUT.expiredAfter));
    }

    private static One execute(DSLContext session, Record row, PayoutJudge judge) {
        RaceCard card =
                RaceStore.keep(session, new RaceId(row.get(PAYOUT.raceId))).orElseThrow();
        Condition one = PAYOUT.messageId.eq(row.get(PAYOUT.messageId));
        PayoutVerdict verdict = judge.judge(PayoutHolds.facts(session, card));
        if (verdict == PayoutVerdict.PAY) {
            Waiting.lock(session, card, one, 1).pay();
        }
        return session.selectFrom(PAYOUT)
                .where(PAYOUT.raceDay.eq(card.day()))
                .and(one)
                .fetchSingle(now -> isUnclaimed(now) ? One.refused(verdict, card) : settled(now));
    }

    @Override
    public Some executeSome(RaceId race, Optional<UserId> owner, int payouts, PayoutJudge judge) {
        return transactions.write(session -> RaceStore.keep(session, race)
                .map(card -> executeSome(session, card, owner, payouts, judge))
                .orElse(Some.NOT_PAYABLE));
    }

    private static Some executeSome(
            DSLContext session, RaceCard card, Optional<UserId> owner, int payouts, PayoutJudge judge) {
        PayoutVerdict verdict = judge.judge(PayoutHolds.facts(session, card));
        if (verdict != PayoutVerdict.PAY) {
            return Some.refused(verdict);
        }
        return owner.map(user -> ofOwner(session, card, user, payouts)).orElseGet(() -> ofAll(session, card, payouts));
    }

    private static Some ofOwner(DSLContext session, RaceCard card, UserId owner, int payouts) {
        Waiting waiting = Waiting.lock(session, card, PAYOUT.userId.eq(owner.value()), payouts);
        waiting.pay();
        return waiting.count() < payouts ? Some.DONE : Some.MORE;
    }

    /**
     * Pays payouts of all bettors. A row lock prevents another process from doing this for the same race at the same
     * time; payouts of single bettors can still be paid.
     */
    private static Some ofAll(DSLContext session, RaceCard card, int payouts) {
        return session.selectFrom(PAYOUT_RUN)
                .where(PAYOUT_RUN.raceId.eq(card.id().value()))
                .forUpdate()
                .skipLocked()
                .fetchOptional(PostgresExecutionBook::isNext)
                .map(next -> ofAll(session, card, next, payouts))
                .orElse(Some.BUSY);
    }

    /**
     * Pays the next payouts. The payment is the last step, because it locks the accounts of the bettors, whose
     * purchases then wait for the end of the transaction.
     */
    private static Some ofAll(DSLContext session, RaceCard card, Condition next, int payouts) {
        Waiting waiting = Waiting.lock(session, card, next, payouts);
        boolean isLast = waiting.count() < payouts;
        advance(session, card, waiting.last());
        if (isLast) {
            session.update(EXECUTION_ORDER)
                    .set(EXECUTION_ORDER.done, true)
                    .where(EXECUTION_ORDER.raceId.eq(card.id().value()))
                    .execute();
        }
        waiting.pay();
        return isLast ? Some.DONE : Some.MORE;
    }

    /** Returns the condition for payouts with a greater message id than those that this run has already processed. */
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
    public PayoutVerdict order(RaceId race, Actor actor, PayoutJudge judge) {
        return transactions.write(session -> RaceStore.keep(session, race)
                .map(card -> {
                    PayoutVerdict verdict = judge.judge(PayoutHolds.facts(session, card));
                    if (verdict == PayoutVerdict.PAY) {
                        order(session, race, actor);
                    }
                    return verdict;
                })
                .orElse(PayoutVerdict.NOT_PAYABLE));
    }

    private void order(DSLContext session, RaceId race, Actor actor) {
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
    }

    @Override
    public List<RaceId> ordered(int limit) {
        return transactions.read(session -> session.select(EXECUTION_ORDER.raceId)
                .from(EXECUTION_ORDER)
                .join(RACE)
                .on(RACE.raceId.eq(EXECUTION_ORDER.raceId), PAYABLE)
                .where("NOT done") // the same text as the condition of the index
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
                .andNot(PayoutHolds.isHeld(RACE.raceId))
                .orderBy(RACE.expiresOn, RACE.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public Progress expire(RaceId race, int payouts, PayoutJudge judge) {
        return transactions.write(session -> RaceStore.find(session, race)
                .filter(card -> hasLapsed(session, card, judge))
                .map(card -> expireLocked(session, card.id(), payouts, judge))
                .orElse(Progress.DONE));
    }

    private Progress expireLocked(DSLContext session, RaceId race, int payouts, PayoutJudge judge) {
        return RaceStore.lockUnlessBusy(session, race)
                .map(card -> hasLapsed(session, card, judge) ? expire(session, card, payouts) : Progress.DONE)
                .orElse(Progress.BUSY);
    }

    private static boolean hasLapsed(DSLContext session, RaceCard card, PayoutJudge judge) {
        return judge.judge(PayoutHolds.facts(session, card)) == PayoutVerdict.LAPSED;
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
    public void hold(Optional<RaceId> race, String reason, Actor actor) {
        transactions.write(session -> {
            PayoutHolds.lock(session);
            boolean changed = PayoutHolds.hold(session, race, reason);
            if (changed) {
                note(session, actor, "HoldPayouts", race, reason);
            }
            return changed;
        });
    }

    private void note(DSLContext session, Actor actor, String action, Optional<RaceId> race, String reason) {
        trail.note(
                session,
                actor,
                action,
                race.map(RaceStore::subject).orElse("payouts"),
                Optional.empty(),
                JSONB.valueOf(Json.text(Json.object().put("reason", reason))));
    }

    @Override
    public List<RaceCard> release(Optional<RaceId> race, String reason, Actor actor, PayoutJudge judge) {
        return transactions.write(session -> {
            PayoutHolds.lock(session);
            if (!PayoutHolds.exists(session, race)) {
                return List.of();
            }
            List<RaceCard> lapsing = lapsing(session, race, judge);
            if (lapsing.isEmpty()) {
                PayoutHolds.release(session, race);
                note(session, actor, "ReleasePayouts", race, reason);
            }
            return lapsing;
        });
    }

    /** Returns the races with unclaimed payouts whose last day has passed and that only this hold protects. */
    private static List<RaceCard> lapsing(DSLContext session, Optional<RaceId> race, PayoutJudge judge) {
        LocalDate today = session.fetchValue(Times.TODAY_IN_JAPAN);
        return session
                .select(RaceRows.COLUMNS)
                .from(RACE)
                .where(PAYABLE)
                .and(RaceStore.hasLapsed())
                .and(race.map(id -> RACE.raceId.eq(id.value())).orElseGet(DSL::noCondition))
                .andNot(PayoutHolds.isHeldWithout(race, RACE.raceId))
                .and(PayoutRows.HAS_UNCLAIMED)
                .orderBy(RACE.expiresOn, RACE.raceId)
                .limit(MAX_LISTED)
                .fetch(RaceRows::card)
                .stream()
                .filter(card -> judge.judge(new PayoutFacts(card, today, false)) == PayoutVerdict.LAPSED)
                .toList();
    }

    @Override
    public boolean isHeld(RaceId race) {
        return transactions.read(session -> PayoutHolds.isHeld(session, race));
    }
}
