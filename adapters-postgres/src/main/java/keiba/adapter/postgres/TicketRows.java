package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PAYOUT;
import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.TICKET;

import java.time.LocalDate;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.wire.BetWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;

/** Reads tickets from the database. */
final class TicketRows {
    /** A calculated payout is not shown before the payouts are declared. */
    private static final Condition DECLARED = DSL.exists(
            DSL.selectOne().from(RACE).where(RACE.raceId.eq(PAYOUT.raceId)).and(PayoutRows.DECLARED));

    private TicketRows() {}

    /** Returns a query for tickets with their winnings. */
    static SelectJoinStep<Record> select(DSLContext session) {
        return session.select(TICKET.fields())
                .select(PAYOUT.yen)
                .from(TICKET)
                .leftJoin(PAYOUT)
                .on(PAYOUT.raceDay.eq(TICKET.raceDay), PAYOUT.messageId.eq(TICKET.messageId), DECLARED);
    }

    /**
     * Returns a query for tickets of some days with their winnings.
     *
     * @param days the days, which are also in the condition of the join, so that only their partitions are read
     */
    static SelectJoinStep<Record> select(DSLContext session, LocalDate[] days) {
        return session.select(TICKET.fields())
                .select(PAYOUT.yen)
                .from(TICKET)
                .leftJoin(PAYOUT)
                .on(
                        PAYOUT.raceDay.eq(TICKET.raceDay),
                        PAYOUT.raceDay.eq(DSL.any(days)),
                        PAYOUT.messageId.eq(TICKET.messageId),
                        DECLARED);
    }

    static Ticket ticket(Record row) {
        Bet bet = new Bet(
                BetType.valueOf(row.get(TICKET.betType)),
                selection(row.get(TICKET.selection)),
                Yen.of(row.get(TICKET.unitYen)));
        return new Ticket(
                new MessageId(row.get(TICKET.messageId)),
                new UserId(row.get(TICKET.userId)),
                new RaceId(row.get(TICKET.raceId)),
                bet,
                row.get(TICKET.combinations).length,
                Yen.of(row.get(TICKET.totalYen)),
                Yen.of(row.get(TICKET.refundedYen)),
                Optional.ofNullable(row.get(PAYOUT.yen)).map(Yen::of),
                row.get(TICKET.purchasedAt));
    }

    static String selection(Selection selection) {
        return Json.text(BetWire.write(selection));
    }

    private static Selection selection(JSONB json) {
        return BetWire.readSelection(Fields.of(Json.read(json.data())));
    }
}
