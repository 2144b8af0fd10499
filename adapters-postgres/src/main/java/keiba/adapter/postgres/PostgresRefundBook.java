package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.REFUND;
import static keiba.adapter.postgres.Tables.REFUND_ORDER;
import static keiba.adapter.postgres.Tables.TICKET;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.application.odds.BoardId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.Progress;
import keiba.application.settlement.RefundBook;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Makes and stores refunds. */
final class PostgresRefundBook implements RefundBook {
    /**
     * The largest number of tickets that a step reads. Usually most of them have no refund, and accounts are locked
     * only for tickets that have one.
     */
    private static final int LOOKED_AT = 5_000;

    /**
     * Selects the refunds of the first tickets of a run that get one. Tickets are read in their order, and no more than
     * necessary.
     */
    private static final String OWED = """
            WITH voided AS MATERIALIZED (
                SELECT bet_type, index
                FROM refund_order_type CROSS JOIN unnest(combinations) AS each (index)
                WHERE order_id = {0})
            SELECT message_id, user_id, bet_type, queue_offset, unit_yen * hits AS yen
            FROM ticket
            CROSS JOIN LATERAL (
                SELECT count(*) AS hits FROM unnest(combinations) AS held (index)
                WHERE (bet_type, index) IN (SELECT bet_type, index FROM voided)) hit
            WHERE {1} AND hits > 0
            ORDER BY queue_offset
            LIMIT {2}""";

    private final Transactions transactions;

    PostgresRefundBook(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Refund(UUID ticket, long offset, UserId user, BetType type, Yen yen) {}

    @Override
    public List<RaceId> due(int limit) {
        return transactions.read(session -> session.selectDistinct(REFUND_ORDER.raceId)
                .from(REFUND_ORDER)
                .where(RefundOrders.OPEN)
                .orderBy(REFUND_ORDER.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public Progress refund(RaceId race, int most) {
        return transactions.write(session -> {
            Optional<RefundOrders.Order> order = RefundOrders.lockFirst(session, race);
            order.ifPresent(
                    locked -> refund(session, RaceStore.find(session, race).orElseThrow(), locked, most));
            if (!RefundOrders.isAnyOpen(session, race)) {
                return Progress.DONE;
            }
            return order.isPresent() ? Progress.MORE : Progress.BUSY;
        });
    }

    private static void refund(DSLContext session, RaceCard card, RefundOrders.Order order, int most) {
        TicketRun looked = TicketRun.next(session, card, order.after(), LOOKED_AT);
        List<Refund> owed = owed(session, order, looked, most);
        TicketRun run = owed.size() < most ? looked : looked.upTo(owed.getLast().offset());
        List<Refund> refunds = note(session, card, order, owed);
        RefundOrders.advance(session, order, run);
        if (!refunds.isEmpty()) {
            addToTickets(session, card, refunds);
            credit(session, card, refunds);
        }
    }

    /**
     * Credits refunds to bettors. This is the last step, because purchases of the same bettors wait from here until the
     * end of the transaction.
     */
    private static void credit(DSLContext session, RaceCard card, List<Refund> refunds) {
        Ledger ledger = new Ledger(session);
        ledger.lockBettors(refunds.stream().map(Refund::user).toList());
        ledger.book(refunds.stream().map(refund -> movement(card, refund)).toList());
    }

    private static List<Refund> owed(DSLContext session, RefundOrders.Order order, TicketRun run, int most) {
        return session.resultQuery(OWED, DSL.val(order.id()), run.condition(), DSL.val(most))
                .fetch(PostgresRefundBook::refund);
    }

    /** Stores refunds, and returns those that were not stored before. */
    private static List<Refund> note(
            DSLContext session, RaceCard card, RefundOrders.Order order, List<Refund> refunds) {
        if (refunds.isEmpty()) {
            return refunds;
        }
        Set<UUID> noted = new BulkInsert<Refund>(REFUND)
                .column(REFUND.raceDay, refund -> card.day())
                .column(REFUND.messageId, Refund::ticket)
                .column(REFUND.orderId, refund -> order.id())
                .column(REFUND.raceId, refund -> card.id().value())
                .column(REFUND.betType, refund -> refund.type().name())
                .column(REFUND.yen, refund -> refund.yen().value())
                .of(session, refunds)
                .onConflictDoNothing()
                .returningResult(REFUND.messageId)
                .fetchSet(row -> row.value1());
        return refunds.stream()
                .filter(refund -> noted.contains(refund.ticket()))
                .toList();
    }

    private static Refund refund(Record row) {
        return new Refund(
                row.get("message_id", UUID.class),
                row.get("queue_offset", long.class),
                new UserId(row.get("user_id", long.class)),
                BetType.valueOf(row.get("bet_type", String.class)),
                Yen.of(row.get("yen", long.class)));
    }

    private static Ledger.Movement movement(RaceCard card, Refund refund) {
        String pool = AccountName.pool(new BoardId(card.id(), refund.type()));
        return Ledger.Movement.to(
                refund.user(), Ledger.LedgerMovement.REFUND, card.day(), pool, refund.yen(), refund.ticket());
    }

    private static void addToTickets(DSLContext session, RaceCard card, List<Refund> refunds) {
        Pairs<UUID, Long> refunded = Pairs.of(
                refunds,
                SQLDataType.UUID,
                Refund::ticket,
                SQLDataType.BIGINT,
                refund -> refund.yen().value());
        session.update(TICKET)
                .set(TICKET.refundedYen, TICKET.refundedYen.plus(refunded.second()))
                .from(refunded.table())
                .where(TICKET.raceDay.eq(card.day()))
                .and(TICKET.messageId.eq(refunded.first()))
                .execute();
    }
}
