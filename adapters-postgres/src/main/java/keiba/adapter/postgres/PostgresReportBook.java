package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.REFUND;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import keiba.adapter.postgres.DetachedFigures.FigureKind;
import keiba.application.odds.BoardId;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.RaceFigures;
import keiba.application.settlement.ReportBook;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** Computes the sums of a race's money from the stored rows, and from the figures of its detached rows. */
final class PostgresReportBook implements ReportBook {
    private final Transactions transactions;

    PostgresReportBook(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The number of tickets of a bet type, and the sum of their stakes. */
    private record Sold(long tickets, Yen yen) {
        Sold plus(Sold other) {
            return new Sold(tickets + other.tickets, yen.plus(other.yen));
        }
    }

    @Override
    public Optional<RaceFigures> figures(RaceId race) {
        return transactions.snapshotOfMonths(session -> {
            transactions.bePatient(session);
            return RaceStore.find(session, race).map(card -> figures(session, card));
        });
    }

    private static RaceFigures figures(DSLContext session, RaceCard card) {
        DetachedFigures detached = DetachedFigures.read(session, card.id());
        Map<BetType, Sold> sold = sold(session, card);
        detached.of(FigureKind.SOLD)
                .forEach((type, figure) ->
                        sold.merge(BetType.valueOf(type), new Sold(figure.items(), figure.yen()), Sold::plus));
        Map<BetType, Yen> refunds = detached.addTo(refunds(session, card), FigureKind.REFUNDED);
        Map<BetType, Yen> payouts = detached.addTo(PayoutRows.byType(session, card.id()), FigureKind.WON);
        SortedMap<RefusalReason, Long> refused = refused(session, card.id());
        detached.of(FigureKind.REFUSED)
                .forEach((reason, figure) -> refused.merge(RefusalReason.valueOf(reason), figure.items(), Long::sum));
        Map<String, Yen> balances = balances(session, card);
        List<RaceFigures.Type> types = sold.entrySet().stream()
                .map(type -> new RaceFigures.Type(
                        type.getKey(),
                        type.getValue().yen(),
                        refunds.getOrDefault(type.getKey(), Yen.ZERO),
                        payouts.getOrDefault(type.getKey(), Yen.ZERO),
                        balances.getOrDefault(AccountName.pool(new BoardId(card.id(), type.getKey())), Yen.ZERO)))
                .toList();
        return new RaceFigures(
                card,
                sold.values().stream().mapToLong(Sold::tickets).sum(),
                types,
                refused,
                balances.getOrDefault(AccountName.payable(card.id()), Yen.ZERO),
                detached.addTo(PayoutRows.totals(session, PayoutRows.of(card.id()))),
                SettlementRows.read(session, card));
    }

    private static Map<BetType, Sold> sold(DSLContext session, RaceCard card) {
        Map<BetType, Sold> sold = new TreeMap<>();
        session.select(TICKET.betType, DSL.count(), DSL.sum(TICKET.totalYen))
                .from(TICKET)
                .where(TICKET.raceDay.eq(card.day()))
                .and(TICKET.raceId.eq(card.id().value()))
                .groupBy(TICKET.betType)
                .forEach(row -> sold.put(
                        BetType.valueOf(row.value1()),
                        new Sold(row.value2(), Yen.of(row.value3().longValueExact()))));
        return sold;
    }

    /**
     * Returns the number of refusals of a race by reason, on all days. A purchase that was refused before the race was
     * moved to another day is stored under the old day, and one that was refused before the race was declared under the
     * day of the purchase. PostgreSQL uses an index-only scan, because the query contains only columns of the index;
     * with a condition on the day it would read the rows.
     */
    private static SortedMap<RefusalReason, Long> refused(DSLContext session, RaceId race) {
        SortedMap<RefusalReason, Long> refused = new TreeMap<>();
        session.select(REFUSAL.reason, DSL.count())
                .from(REFUSAL)
                .where(REFUSAL.raceId.eq(race.value()))
                .groupBy(REFUSAL.reason)
                .forEach(row -> refused.put(RefusalReason.valueOf(row.value1()), (long) row.value2()));
        return refused;
    }

    private static Map<BetType, Yen> refunds(DSLContext session, RaceCard card) {
        return session.select(REFUND.betType, DSL.sum(REFUND.yen))
                .from(REFUND)
                .where(REFUND.raceDay.eq(card.day()))
                .and(REFUND.raceId.eq(card.id().value()))
                .groupBy(REFUND.betType)
                .fetchMap(row -> BetType.valueOf(row.value1()), PostgresReportBook::yen);
    }

    private static Yen yen(Record2<String, BigDecimal> row) {
        return Yen.of(row.value2().longValueExact());
    }

    private static Map<String, Yen> balances(DSLContext session, RaceCard card) {
        Stream<String> pools =
                card.market().offering().types().stream().map(type -> AccountName.pool(new BoardId(card.id(), type)));
        String[] names =
                Stream.concat(pools, Stream.of(AccountName.payable(card.id()))).toArray(String[]::new);
        return session.select(ACCOUNT.accountId, ACCOUNT.balanceYen)
                .from(ACCOUNT)
                .where(ACCOUNT.accountId.eq(DSL.any(names)))
                .fetchMap(row -> row.value1(), row -> Yen.of(row.value2()));
    }
}
