package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.TICKET;

import java.util.Optional;
import java.util.UUID;
import keiba.application.race.RaceCard;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * A run of a race's tickets in order of their message ids: what one step of a job works on. Nothing is sold on the race's void combinations,
 * or on a closed race, any more: tickets that come in behind the job's back do not concern it.
 *
 * @param after behind which ticket it begins; empty at the beginning
 * @param last its last ticket; empty if there is none
 * @param isLast whether there is no ticket behind it
 */
record TicketRun(RaceCard card, Optional<UUID> after, Optional<UUID> last, boolean isLast) {
    /** How many combinations a run may hold, but for its first ticket: formations of thousands make a step as slow as many tickets do. */
    private static final long MAX_COMBINATIONS = 100_000;

    private static final String NEXT = """
            WITH next AS (
                SELECT message_id, row_number() OVER so_far AS place,
                       sum(cardinality(combinations)) OVER so_far - cardinality(combinations) AS before
                FROM ({0}) t
                WINDOW so_far AS (ORDER BY message_id))
            SELECT message_id, place = (SELECT count(*) FROM next) AND place < {1} AS is_last
            FROM next WHERE before < {2} ORDER BY place DESC LIMIT 1""";

    /** The tickets behind a given one, at most so many. */
    static TicketRun next(DSLContext session, RaceCard card, Optional<UUID> after, int tickets) {
        return session.resultQuery(
                        NEXT,
                        DSL.select(TICKET.messageId, TICKET.combinations)
                                .from(TICKET)
                                .where(of(card, after))
                                .orderBy(TICKET.messageId)
                                .limit(tickets),
                        DSL.val(tickets),
                        DSL.val(MAX_COMBINATIONS))
                .fetchOptional(row -> run(card, after, row))
                .orElseGet(() -> new TicketRun(card, after, Optional.empty(), true));
    }

    private static TicketRun run(RaceCard card, Optional<UUID> after, Record row) {
        return new TicketRun(
                card, after, Optional.of(row.get("message_id", UUID.class)), row.get("is_last", Boolean.class));
    }

    private static Condition of(RaceCard card, Optional<UUID> after) {
        return TICKET.raceDay
                .eq(card.day())
                .and(TICKET.raceId.eq(card.id().value()))
                .and(after.map(TICKET.messageId::gt).orElseGet(DSL::noCondition));
    }

    /** How far the job has come with this run. */
    Optional<UUID> reached() {
        return last.or(() -> after);
    }

    /** The condition on tickets that they are of this run. */
    Condition condition() {
        return of(card, after).and(last.map(TICKET.messageId::le).orElseGet(DSL::falseCondition));
    }
}
