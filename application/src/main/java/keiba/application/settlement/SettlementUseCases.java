package keiba.application.settlement;

import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;

/** The use cases of this capability. */
public record SettlementUseCases(
        RefundStakes refund,
        CalculatePayouts calculate,
        ExecutePayouts execute,
        HoldPayouts hold,
        ViewSettlement view) {

    public static SettlementUseCases of(
            RaceBook races,
            RaceBoard board,
            RefundBook refunds,
            PayoutBook payouts,
            ExecutionBook executions,
            ReportBook reports) {
        return new SettlementUseCases(
                new Refunding(refunds),
                new PayoutCalculation(payouts, refunds, board),
                new PayoutExecution(executions, payouts, races, board),
                new PayoutHolds(executions),
                new SettlementViews(races, payouts, reports));
    }
}
