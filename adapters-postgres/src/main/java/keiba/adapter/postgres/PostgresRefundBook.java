package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.REFUND_ORDER;
import static keiba.adapter.postgres.Tables.TICKET;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.account.UserId;
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

/** Refunds of record. */
final class PostgresRefundBook implements RefundBook {
    /** Notes what is owed to the tickets of a run, and tells what was not noted before. */
    private static final String NOTE = """
            WITH voided AS (
                SELECT bet_type, index
                FROM refund_order_type CROSS JOIN unnest(combinations) AS each (index)
                WHERE order_id = {0}),
            owed AS (
                SELECT ticket.race_day, ticket.message_id, ticket.race_id, ticket.user_id, ticket.bet_type,
                       ticket.unit_yen * count(*) AS yen
                FROM ticket
                CROSS JOIN unnest(ticket.combinations) AS held (index)
                JOIN voided ON voided.bet_type = ticket.bet_type AND voided.index = held.index
                WHERE {1}
                GROUP BY ticket.race_day, ticket.message_id, ticket.race_id, ticket.user_id, ticket.bet_type, ticket.unit_yen),
            noted AS (
                INSERT INTO refund (race_day, message_id, order_id, race_id, bet_type, yen)
                SELECT race_day, message_id, {0}, race_id, bet_type, yen FROM owed
                ON CONFLICT DO NOTHING
                RETURNING message_id)
            SELECT message_id, user_id, bet_type, yen FROM owed JOIN noted USING (message_id) ORDER BY message_id""";

    private final Transactions transactions;

    PostgresRefundBook(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Refund(UUID ticket, UserId user, BetType type, Yen yen) {}

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
    public Progress refund(RaceId race, int tickets) {
        return transactions.write(session -> {
            Optional<RefundOrders.Order> order = RefundOrders.lockFirst(session, race);
            order.ifPresent(
                    locked -> refund(session, RaceStore.find(session, race).orElseThrow(), locked, tickets));
            if (!RefundOrders.isAnyOpen(session, race)) {
                return Progress.DONE;
            }
            return order.isPresent() ? Progress.MORE : Progress.BUSY;
        });
    }

    private static void refund(DSLContext session, RaceCard card, RefundOrders.Order order, int tickets) {
        TicketRun run = TicketRun.next(session, card, order.after(), tickets);
        List<Refund> refunds = note(session, order, run);
        if (!refunds.isEmpty()) {
            Ledger ledger = new Ledger(session);
            ledger.lockBettors(refunds.stream().map(Refund::user).toList());
            ledger.book(refunds.stream().map(refund -> movement(card, refund)).toList());
            addToTickets(session, card, refunds);
        }
        RefundOrders.advance(session, order, run);
    }

    private static List<Refund> note(DSLContext session, RefundOrders.Order order, TicketRun run) {
        return session.resultQuery(NOTE, DSL.val(order.id()), run.condition()).fetch(PostgresRefundBook::refund);
    }

    private static Refund refund(Record row) {
        return new Refund(
                row.get("message_id", UUID.class),
                new UserId(row.get("user_id", long.class)),
                BetType.valueOf(row.get("bet_type", String.class)),
                Yen.of(row.get("yen", long.class)));
    }

    private static Ledger.Movement movement(RaceCard card, Refund refund) {
        String pool = AccountName.pool(new BoardId(card.id(), refund.type()));
        return Ledger.Movement.to(refund.user(), Ledger.Kind.REFUND, card.day(), pool, refund.yen(), refund.ticket());
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
