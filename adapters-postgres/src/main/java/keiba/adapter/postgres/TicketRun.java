package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.TICKET;

import java.util.Optional;
import keiba.application.race.RaceCard;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * A run of a race's tickets in the order of recording, on which one step of a job works.
 *
 * <p>All purchases of a race come from one partition of the queue, whose offsets are recorded one after the other. So a ticket that is recorded
 * later has a higher offset than every ticket that can be read now, and a job that has reached an offset has missed none.
 *
 * @param after the offset after which it begins; empty at the beginning
 * @param last the offset of its last ticket; empty if it has no tickets
 * @param isLast whether there are no tickets after it
 */
record TicketRun(RaceCard card, Optional<Long> after, Optional<Long> last, boolean isLast) {
    /**
     * The largest number of combinations of a run, unless its first ticket alone has more. A formation with thousands
     * of combinations takes as long as many tickets.
     */
    private static final long MAX_COMBINATIONS = 100_000;

    /** The number of combinations of a ticket, computed without reading the combinations. */
    private static final String HELD = "total_yen / unit_yen";

    private static final String NEXT = """
            SELECT max(queue_offset) AS last, count(*) < {1} AS is_last, coalesce(sum(held), 0)::bigint AS held
            FROM ({0}) next""";

    private static final String SHORTER = """
            SELECT max(queue_offset) AS last, max(queue_offset) = max(latest) AND count(*) < {1} AS is_last
            FROM (SELECT queue_offset, max(queue_offset) OVER () AS latest,
                         sum(held) OVER (ORDER BY queue_offset) - held AS held_before
                  FROM ({0}) next) counted
            WHERE held_before < {2}""";

    /** Returns the tickets after the given offset, at most {@code tickets}. */
    static TicketRun next(DSLContext session, RaceCard card, Optional<Long> after, int tickets) {
        Select<?> next = DSL.select(TICKET.queueOffset, DSL.field(HELD).as("held"))
                .from(TICKET)
                .where(of(card, after))
                .orderBy(TICKET.queueOffset)
                .limit(tickets);
        Record found = session.resultQuery(NEXT, next, DSL.val(tickets)).fetchSingle();
        return run(
                card,
                after,
                found.get("held", long.class) <= MAX_COMBINATIONS
                        ? found
                        : session.resultQuery(SHORTER, next, DSL.val(tickets), DSL.val(MAX_COMBINATIONS))
                                .fetchSingle());
    }

    private static TicketRun run(RaceCard card, Optional<Long> after, Record found) {
        return new TicketRun(
                card, after, Optional.ofNullable(found.get("last", Long.class)), found.get("is_last", Boolean.class));
    }

    private static Condition of(RaceCard card, Optional<Long> after) {
        return TICKET.raceDay
                .eq(card.day())
                .and(TICKET.raceId.eq(card.id().value()))
                .and(after.map(TICKET.queueOffset::gt).orElseGet(DSL::noCondition));
    }

    /** Returns the part of this run up to the ticket with the given offset, inclusive. */
    TicketRun upTo(long offset) {
        return new TicketRun(card, after, Optional.of(offset), isLast && last.equals(Optional.of(offset)));
    }

    /** Returns the offset that the job has reached with this run; empty at the beginning. */
    Optional<Long> reached() {
        return last.or(() -> after);
    }

    /** Returns the condition for tickets of this run. */
    Condition condition() {
        return of(card, after).and(last.map(TICKET.queueOffset::le).orElseGet(DSL::falseCondition));
    }

    /** Returns the condition for tickets of a race after an offset, or for all its tickets if no offset is given. */
    static Condition behind(RaceCard card, Optional<Long> offset) {
        return of(card, offset);
    }
}
