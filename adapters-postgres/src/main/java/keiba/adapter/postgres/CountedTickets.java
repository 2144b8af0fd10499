package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.COUNTED_STAKES;
import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.TICKET;
import static keiba.adapter.postgres.Tables.TICKET_COUNT;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SQL;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * Counts the stakes of a race's tickets by combination. Tickets that were counted ahead are not read again: their stakes are stored, together
 * with the offset of the last of them (see {@link TicketRun} for why no earlier ticket can follow).
 */
final class CountedTickets {
    /**
     * The query for the stakes by combination. Unnesting the arrays in the list of columns takes half as long as
     * joining each ticket with them, and can run in parallel.
     */
    private static final String STAKES = """
            SELECT bet_type, index, sum(unit_yen)::bigint AS yen
            FROM (SELECT bet_type, unit_yen, unnest(combinations) AS index FROM ticket WHERE {0}) held
            GROUP BY bet_type, index""";

    private static final String ADD = """
            UPDATE counted_stakes c
            SET stakes = add_stakes(c.stakes, added.indexes, added.yen)
            FROM (SELECT bet_type, array_agg(index) AS indexes, array_agg(yen) AS yen FROM ({0}) stakes GROUP BY bet_type) added
            WHERE c.race_id = {1} AND c.bet_type = added.bet_type""";

    /**
     * The same text as the conditions of the indexes of races on sale and of closing races, so that PostgreSQL can use
     * these indexes.
     */
    private static final Condition TAKES_TICKETS = DSL.condition(
            "(state IN ('OPEN', 'SUSPENDED') OR closing_phase IN ('CLOSING', 'FENCED') AND state <> 'VOID' AND closing_phase = 'CLOSING')");

    private CountedTickets() {}

    /** Returns the races on sale or closing that have at least this many tickets which were not yet counted ahead. */
    static List<RaceId> findUncounted(DSLContext session, int tickets, int limit) {
        return session.select(RACE.raceId)
                .from(RACE)
                .leftJoin(TICKET_COUNT)
                .on(TICKET_COUNT.raceId.eq(RACE.raceId))
                .where(TAKES_TICKETS)
                .and(atMostUncounted().ge((long) tickets))
                .andExists(DSL.selectOne()
                        .from(TICKET)
                        .where(isUncounted())
                        .orderBy(TICKET.queueOffset)
                        .limit(1)
                        .offset(tickets - 1))
                .orderBy(RACE.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1()));
    }

    /**
     * Returns an upper bound of the number of uncounted tickets of a race: the difference of two offsets. The real
     * number may be smaller, because offsets between them may belong to other races. This needs only one look-up in the
     * index.
     */
    private static Field<Long> atMostUncounted() {
        Select<Record1<Long>> latest = DSL.select(DSL.max(TICKET.queueOffset))
                .from(TICKET)
                .where(TICKET.raceDay.eq(RACE.raceDay))
                .and(TICKET.raceId.eq(RACE.raceId));
        return DSL.field(latest).minus(countedThrough());
    }

    private static Condition isUncounted() {
        return TICKET.raceDay
                .eq(RACE.raceDay)
                .and(TICKET.raceId.eq(RACE.raceId))
                .and(TICKET.queueOffset.gt(countedThrough()));
    }

    private static Field<Long> countedThrough() {
        return DSL.coalesce(TICKET_COUNT.countedThrough, DSL.inline(-1L));
    }

    /**
     * Adds the stakes of the next tickets of a race to those that were counted ahead, and returns whether there may be
     * more tickets. Does nothing while another session counts the tickets of this race.
     */
    static boolean countAhead(DSLContext session, RaceCard card, int tickets) {
        begin(session, card);
        return session.selectFrom(TICKET_COUNT)
                .where(TICKET_COUNT.raceId.eq(card.id().value()))
                .forUpdate()
                .skipLocked()
                .fetchOptional(row -> Optional.ofNullable(row.get(TICKET_COUNT.countedThrough)))
                .map(through -> add(session, TicketRun.next(session, card, through, tickets)))
                .orElse(false);
    }

    private static void begin(DSLContext session, RaceCard card) {
        int begun = session.insertInto(TICKET_COUNT)
                .set(TICKET_COUNT.raceId, card.id().value())
                .onConflictDoNothing()
                .execute();
        if (begun == 1) {
            new BulkInsert<BetType>(COUNTED_STAKES)
                    .column(COUNTED_STAKES.raceId, type -> card.id().value())
                    .column(COUNTED_STAKES.betType, BetType::name)
                    .text(
                            COUNTED_STAKES.stakes,
                            type -> ArrayText.of(
                                    Arrays.stream(new long[numbering(card, type).count()])))
                    .of(session, List.copyOf(card.market().offering().types()))
                    .execute();
        }
    }

    private static Numbering numbering(RaceCard card, BetType type) {
        return Numbering.of(type, card.race().field().runners());
    }

    private static boolean add(DSLContext session, TicketRun run) {
        if (run.last().isEmpty()) {
            return false;
        }
        session.query(ADD, stakes(run.condition()), DSL.val(run.card().id().value()))
                .execute();
        session.update(TICKET_COUNT)
                .set(TICKET_COUNT.countedThrough, run.last().orElseThrow())
                .where(TICKET_COUNT.raceId.eq(run.card().id().value()))
                .execute();
        return !run.isLast();
    }

    private static SQL stakes(Condition tickets) {
        return DSL.sql(STAKES, tickets);
    }

    /** Returns the stakes of all tickets of a race. Only tickets that were not counted ahead are read. */
    static Map<BetType, long[]> count(DSLContext session, RaceCard card) {
        Map<BetType, long[]> stakes = countedAhead(session, card);
        Optional<Long> through = session.select(TICKET_COUNT.countedThrough)
                .from(TICKET_COUNT)
                .where(TICKET_COUNT.raceId.eq(card.id().value()))
                .fetchOptional(row -> row.value1());
        read(session, card, through, stakes);
        return stakes;
    }

    private static Map<BetType, long[]> countedAhead(DSLContext session, RaceCard card) {
        Map<BetType, long[]> stakes = new EnumMap<>(BetType.class);
        session.selectFrom(COUNTED_STAKES)
                .where(COUNTED_STAKES.raceId.eq(card.id().value()))
                .forEach(row -> stakes.put(
                        BetType.valueOf(row.get(COUNTED_STAKES.betType)),
                        Arrays.stream(row.get(COUNTED_STAKES.stakes))
                                .mapToLong(Long::longValue)
                                .toArray()));
        return stakes;
    }

    /** Returns the stakes of all tickets of a race, and reads every ticket. */
    static Map<BetType, long[]> countAll(DSLContext session, RaceCard card) {
        Map<BetType, long[]> stakes = new EnumMap<>(BetType.class);
        read(session, card, Optional.empty(), stakes);
        return stakes;
    }

    /** Adds the stakes of the tickets with greater offsets than the given one, or of all tickets. */
    private static void read(DSLContext session, RaceCard card, Optional<Long> after, Map<BetType, long[]> stakes) {
        session.resultQuery(stakes(TicketRun.behind(card, after))).forEach(row -> add(card, row, stakes));
    }

    private static void add(RaceCard card, Record row, Map<BetType, long[]> stakes) {
        BetType type = BetType.valueOf(row.get("bet_type", String.class));
        long[] ofType = stakes.computeIfAbsent(
                type, first -> new long[numbering(card, type).count()]);
        int index = row.get("index", int.class);
        ofType[index] = Math.addExact(ofType[index], row.get("yen", long.class));
    }
}
