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

    /**
     * Built from the ports.
     *
     * @param chunk how many tickets or payouts one transaction refunds, calculates or pays
     */
    public static SettlementUseCases of(
            RaceBook races,
            RaceBoard board,
            RefundBook refunds,
            PayoutBook payouts,
            ExecutionBook executions,
            ReportBook reports,
            int chunk) {
        return new SettlementUseCases(
                new Refunding(refunds, chunk),
                new PayoutCalculation(payouts, refunds, board, chunk),
                new PayoutExecution(executions, payouts, races, board, chunk),
                new PayoutHolds(executions),
                new SettlementViews(races, payouts, reports));
    }
}
