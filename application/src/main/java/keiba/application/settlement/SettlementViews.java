package keiba.application.settlement;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceId;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;

/** Looks up results, payouts and reports in the books. */
final class SettlementViews implements ViewSettlement {
    private final RaceBook races;
    private final PayoutBook payouts;
    private final ReportBook reports;

    SettlementViews(RaceBook races, PayoutBook payouts, ReportBook reports) {
        this.races = races;
        this.payouts = payouts;
        this.reports = reports;
    }

    @Override
    public Optional<SettledResult> result(RaceId race) {
        return races.find(race).map(card -> new SettledResult(card, payouts.settlement(race)));
    }

    @Override
    public List<Payout> payouts(UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        return payouts.payouts(user, status, after, limit);
    }

    @Override
    public Optional<Report> report(RaceId race) {
        return reports.figures(race).map(SettlementViews::report);
    }

    private static Report report(RaceFigures figures) {
        boolean settled = isSettled(figures.card().state());
        Map<BetType, Sums> types = new EnumMap<>(BetType.class);
        Sums total = Sums.NONE;
        boolean balanced = true;
        for (RaceFigures.Type type : figures.types()) {
            Sums declared = settled ? declared(figures, type.type()) : Sums.NONE;
            Sums sums = new Sums(
                    type.sales(),
                    type.refunded(),
                    type.payouts(),
                    declared.takeout(),
                    declared.breakage(),
                    declared.topUps());
            types.put(type.type(), sums);
            total = total.plus(sums);
            balanced &= settled ? isSettled(type, sums, declared) : holdsWhatWasNotRefunded(type);
        }
        Yen unpaid = settled ? figures.payouts().calculated().yen() : Yen.ZERO;
        balanced &= figures.payable().equals(unpaid)
                && (!settled || figures.payouts().all().yen().equals(total.payouts()));
        return new Report(figures, Collections.unmodifiableMap(types), total, balanced);
    }

    private static Sums declared(RaceFigures figures, BetType type) {
        return figures.settlement().stream()
                .filter(settlement -> settlement.type() == type)
                .map(TypeSettlement::sums)
                .findFirst()
                .orElse(Sums.NONE);
    }

    /** Returns whether the sums of the rows equal the declared ones, and the pool is empty. */
    private static boolean isSettled(RaceFigures.Type type, Sums sums, Sums declared) {
        return sums.equals(declared) && sums.isBalanced() && type.pool().isZero();
    }

    private static boolean holdsWhatWasNotRefunded(RaceFigures.Type type) {
        return type.pool().equals(type.sales().minus(type.refunded()));
    }

    private static boolean isSettled(RaceState state) {
        return switch (state) {
            case PAYABLE, EXPIRED -> true;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, VOID -> false;
        };
    }
}
