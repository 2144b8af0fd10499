package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.DETACHED_FIGURE;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import keiba.application.race.RaceId;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutTotals;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.jooq.DSLContext;

/** The numbers and sums of the rows of a race that were detached; all of them are zero for a race whose month is attached. */
final class DetachedFigures {
    private final Map<FigureKind, Map<String, Figure>> figures;

    /** A kind of rows. */
    enum FigureKind {
        /** Tickets by bet type. */
        SOLD,
        /** Refunds by bet type. */
        REFUNDED,
        /** Payouts by bet type. */
        WON,
        /** Payouts by status. */
        PAYOUTS,
        /** Refusals by reason. */
        REFUSED
    }

    /** The number of rows, and the sum of their yen. */
    record Figure(long items, Yen yen) {}

    private DetachedFigures(Map<FigureKind, Map<String, Figure>> figures) {
        this.figures = figures;
    }

    static DetachedFigures read(DSLContext session, RaceId race) {
        Map<FigureKind, Map<String, Figure>> figures = new EnumMap<>(FigureKind.class);
        session.selectFrom(DETACHED_FIGURE)
                .where(DETACHED_FIGURE.raceId.eq(race.value()))
                .forEach(row -> figures.computeIfAbsent(
                                FigureKind.valueOf(row.get(DETACHED_FIGURE.kind)), kind -> new TreeMap<>())
                        .put(
                                row.get(DETACHED_FIGURE.name),
                                new Figure(row.get(DETACHED_FIGURE.items), Yen.of(row.get(DETACHED_FIGURE.yen)))));
        return new DetachedFigures(figures);
    }

    /** Returns the figures of a kind by name. */
    Map<String, Figure> of(FigureKind kind) {
        return figures.getOrDefault(kind, Map.of());
    }

    /** Adds the sums of a kind to the sums of the attached rows. */
    Map<BetType, Yen> addTo(Map<BetType, Yen> attached, FigureKind kind) {
        Map<BetType, Yen> all = new TreeMap<>(attached);
        of(kind).forEach((type, figure) -> all.merge(BetType.valueOf(type), figure.yen(), Yen::plus));
        return all;
    }

    /** Adds the payouts by status to those of the attached rows. */
    PayoutTotals addTo(PayoutTotals attached) {
        Map<String, Figure> payouts = of(FigureKind.PAYOUTS);
        return new PayoutTotals(
                attached.calculated().plus(sum(payouts, Payout.Status.CALCULATED)),
                attached.paid().plus(sum(payouts, Payout.Status.PAID)),
                attached.expired().plus(sum(payouts, Payout.Status.EXPIRED)));
    }

    private static PayoutTotals.Sum sum(Map<String, Figure> payouts, Payout.Status status) {
        Figure figure = payouts.getOrDefault(status.name(), new Figure(0, Yen.ZERO));
        return new PayoutTotals.Sum(figure.items(), figure.yen());
    }
}
