package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PAYOUT;
import static keiba.adapter.postgres.Tables.PAYOUT_RUN;
import static keiba.adapter.postgres.Tables.RACE;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceState;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Stores payouts, from the start of their calculation until they can be claimed. */
final class PostgresPayoutBook implements PayoutBook {
    /** Contains the same text as the condition of the index of unsettled races, which has few rows. */
    private static final Condition OFFICIAL_AND_FINAL = DSL.condition(
            "state NOT IN ('PAYABLE', 'EXPIRED', 'VOID') AND state = 'OFFICIAL' AND closing_phase = 'FINAL'");

    /**
     * Records the winnings of the tickets of a run. If only a few combinations pay, comparing the tickets with them
     * finds the few winners. A special dividend is paid on thousands of combinations, and to almost every ticket.
     */
    private static final String CALCULATE = """
            WITH held AS MATERIALIZED (
                SELECT ticket.race_day, ticket.message_id, ticket.race_id, ticket.bet_type, ticket.user_id, ticket.purchased_at,
                       ticket.unit_yen, unnest(ticket.combinations) AS index
                FROM ticket
                JOIN settlement s ON s.race_id = ticket.race_id AND s.bet_type = ticket.bet_type
                    AND (s.kind = 'SPECIAL' OR ticket.combinations && s.pays_index)
                WHERE {0}),
            pays AS MATERIALIZED (
                SELECT bet_type, index, per100
                FROM settlement CROSS JOIN unnest(pays_index, pays_per100) AS each (index, per100)
                WHERE race_id = {1})
            INSERT INTO payout (race_day, message_id, race_id, bet_type, user_id, purchased_at, yen)
            SELECT race_day, message_id, race_id, bet_type, user_id, purchased_at, unit_yen / 100 * sum(per100)::bigint
            FROM held JOIN pays USING (bet_type, index)
            GROUP BY race_day, message_id, race_id, bet_type, user_id, purchased_at, unit_yen
            ON CONFLICT DO NOTHING""";

    /**
     * Disables nested loops. The planner does not know how many combinations a row of {@code settlement} contains. If
     * it expects few combinations and few winners, it compares each combination of a ticket with each of the thousands
     * that a special dividend is paid on, instead of using a hash table.
     */
    private static final String LOOK_COMBINATIONS_UP = "SET LOCAL enable_nestloop = off";

    private final Transactions transactions;
    private final RaceStore store;

    PostgresPayoutBook(Transactions transactions, RaceStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    @Override
    public List<RaceId> due(int limit) {
        return transactions.read(session -> session.select(RACE.raceId)
                .from(RACE)
                .where(OFFICIAL_AND_FINAL)
                .orderBy(RACE.raceId)
                .limit(limit)
                .fetch(row -> new RaceId(row.value1())));
    }

    @Override
    public Optional<Basis> basis(RaceId race) {
        return transactions.snapshot(session -> RaceStore.find(session, race)
                .map(card -> new Basis(card, pools(session, card), isBegun(session, race))));
    }

    private static List<Pool> pools(DSLContext session, RaceCard card) {
        int runners = card.race().field().runners();
        return PoolRows.of(session, card.id()).stream()
                .map(pool -> pool.pool(Numbering.of(pool.board().type(), runners)))
                .toList();
    }

    private static boolean isBegun(DSLContext session, RaceId race) {
        return session.fetchExists(PAYOUT_RUN, PAYOUT_RUN.raceId.eq(race.value()));
    }

    @Override
    public void begin(RaceCard card, List<TypeSettlement> types) {
        transactions.write(session -> RaceStore.keep(session, card.id())
                .filter(there -> there.state() == RaceState.OFFICIAL && there.version() == card.version())
                .filter(there -> insertRun(session, card.id()))
                .map(there -> {
                    SettlementRows.insert(session, card.id(), types);
                    RefundOrders.place(session, card.id(), live(card, types));
                    return there;
                }));
    }

    private static boolean insertRun(DSLContext session, RaceId race) {
        return session.insertInto(PAYOUT_RUN)
                        .set(PAYOUT_RUN.raceId, race.value())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    /**
     * Returns the combinations of the void types that were still live. The refunds of the other combinations were
     * recorded when these became void.
     */
    private static List<CombinationSet> live(RaceCard card, List<TypeSettlement> types) {
        Market market = card.market();
        return types.stream()
                .filter(type -> type.kind() == TypeSettlement.SettlementKind.VOID)
                .map(type -> market.offering().onSale(type.type()).minus(market.voided(type.type())))
                .filter(live -> !live.isEmpty())
                .toList();
    }

    @Override
    public Progress calculate(RaceId race, int tickets) {
        return transactions.write(session -> RaceStore.keep(session, race)
                .filter(card -> isCalculating(session, race))
                .map(card -> calculate(session, card, tickets))
                .orElse(Progress.DONE));
    }

    private static boolean isCalculating(DSLContext session, RaceId race) {
        return session.fetchExists(
                PAYOUT_RUN, PAYOUT_RUN.raceId.eq(race.value()).andNot(PAYOUT_RUN.calculated));
    }

    private static Progress calculate(DSLContext session, RaceCard card, int tickets) {
        return session.selectFrom(PAYOUT_RUN)
                .where(PAYOUT_RUN.raceId.eq(card.id().value()))
                .andNot(PAYOUT_RUN.calculated)
                .forUpdate()
                .skipLocked()
                .fetchOptional(row -> Optional.ofNullable(row.get(PAYOUT_RUN.doneThrough)))
                .map(through -> calculate(session, TicketRun.next(session, card, through, tickets)))
                .orElse(Progress.BUSY);
    }

    private static Progress calculate(DSLContext session, TicketRun run) {
        session.execute(LOOK_COMBINATIONS_UP);
        session.query(CALCULATE, run.condition(), DSL.val(run.card().id().value()))
                .execute();
        session.update(PAYOUT_RUN)
                .set(PAYOUT_RUN.doneThrough, run.reached().orElse(null))
                .set(PAYOUT_RUN.calculated, run.isLast())
                .where(PAYOUT_RUN.raceId.eq(run.card().id().value()))
                .execute();
        return run.isLast() ? Progress.DONE : Progress.MORE;
    }

    @Override
    public Optional<RaceCard> finish(RaceId race) {
        return transactions.write(session -> RaceStore.lock(session, race).flatMap(card -> finish(session, card)));
    }

    private Optional<RaceCard> finish(DSLContext session, RaceCard card) {
        return switch (card.state()) {
            case PAYABLE, EXPIRED -> Optional.of(card);
            case OFFICIAL ->
                reference(session, card.id()).map(reference -> new Settling(session, store, card, reference).settle());
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, VOID -> Optional.empty();
        };
    }

    /** Returns the reference of the transfers; empty until all payouts are calculated and all refunds made. */
    private static Optional<UUID> reference(DSLContext session, RaceId race) {
        return session.select(PAYOUT_RUN.reference)
                .from(PAYOUT_RUN)
                .where(PAYOUT_RUN.raceId.eq(race.value()))
                .and(PAYOUT_RUN.calculated)
                .fetchOptional(row -> row.value1())
                .filter(reference -> !RefundOrders.isAnyOpen(session, race));
    }

    @Override
    public List<TypeSettlement> settlement(RaceId race) {
        return transactions.snapshot(session -> RaceStore.find(session, race)
                .map(card -> SettlementRows.read(session, card))
                .orElse(List.of()));
    }

    @Override
    public PayoutTotals totals(RaceId race, Optional<UserId> user) {
        return transactions.read(session -> {
            PayoutTotals attached = PayoutRows.totals(
                    session,
                    PayoutRows.of(race)
                            .and(user.map(id -> PAYOUT.userId.eq(id.value())).orElseGet(DSL::noCondition)));
            return user.isPresent()
                    ? attached
                    : DetachedFigures.read(session, race).addTo(attached);
        });
    }

    @Override
    public List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        return transactions.read(session -> PayoutRows.ofUser(session, user, status, after, limit));
    }
}
