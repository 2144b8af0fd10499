package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.REFUND_ORDER;
import static keiba.adapter.postgres.Tables.REFUND_ORDER_TYPE;

import java.util.List;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.domain.bet.CombinationSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The refund orders: one for each change of a race that made combinations void. They are executed one after the other. */
final class RefundOrders {
    /** The same text as the condition of the index. */
    static final Condition OPEN = DSL.condition("NOT done");

    private RefundOrders() {}

    /**
     * The current state of an order.
     *
     * @param after the offset of the last ticket that was processed; empty at the beginning
     */
    record Order(long id, Optional<Long> after) {}

    /** Records that all stakes on these combinations are to be refunded. */
    static void place(DSLContext session, RaceId race, List<CombinationSet> voided) {
        if (voided.isEmpty()) {
            return;
        }
        long order = session.insertInto(REFUND_ORDER)
                .set(REFUND_ORDER.raceId, race.value())
                .returningResult(REFUND_ORDER.orderId)
                .fetchSingle()
                .value1();
        new BulkInsert<CombinationSet>(REFUND_ORDER_TYPE)
                .column(REFUND_ORDER_TYPE.orderId, set -> order)
                .column(REFUND_ORDER_TYPE.betType, set -> set.type().name())
                .text(REFUND_ORDER_TYPE.combinations, set -> ArrayText.of(set.stream()))
                .of(session, voided)
                .execute();
    }

    /** Returns whether a race has refund orders that are not completely executed. */
    static boolean isAnyOpen(DSLContext session, RaceId race) {
        return session.fetchExists(
                REFUND_ORDER, REFUND_ORDER.raceId.eq(race.value()).and(OPEN));
    }

    /**
     * Locks and returns the first open order of a race, so that no other process works on it; empty if another process
     * works on it or has just completed it.
     */
    static Optional<Order> lockFirst(DSLContext session, RaceId race) {
        return session.select(DSL.min(REFUND_ORDER.orderId))
                .from(REFUND_ORDER)
                .where(REFUND_ORDER.raceId.eq(race.value()))
                .and(OPEN)
                .fetchOptional(row -> row.value1())
                .flatMap(first -> lock(session, first));
    }

    private static Optional<Order> lock(DSLContext session, long order) {
        return session.selectFrom(REFUND_ORDER)
                .where(REFUND_ORDER.orderId.eq(order))
                .and(OPEN)
                .forUpdate()
                .skipLocked()
                .fetchOptional(RefundOrders::order);
    }

    private static Order order(Record row) {
        return new Order(row.get(REFUND_ORDER.orderId), Optional.ofNullable(row.get(REFUND_ORDER.doneThrough)));
    }

    /** Saves the progress of a locked order. */
    static void advance(DSLContext session, Order order, TicketRun run) {
        session.update(REFUND_ORDER)
                .set(REFUND_ORDER.doneThrough, run.reached().orElse(null))
                .set(REFUND_ORDER.done, run.isLast())
                .where(REFUND_ORDER.orderId.eq(order.id()))
                .execute();
    }
}
