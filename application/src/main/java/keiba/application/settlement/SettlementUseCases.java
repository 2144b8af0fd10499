package keiba.application.settlement;

import java.time.InstantSource;
import keiba.application.failure.FailureListener;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;

/** The use cases of this capability. */
public record SettlementUseCases(
        RefundStakes refund,
        CalculatePayouts calculate,
        ExecutePayouts execute,
        HoldPayouts hold,
        ExtendClaimPeriod extend,
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
            int chunk,
            FailureListener failures,
            InstantSource clock) {
        PayoutJudge judge = PayoutJudge.byClaimRules();
        return new SettlementUseCases(
                new Refunding(refunds, chunk, failures, clock),
                new PayoutCalculation(payouts, refunds, board, chunk, failures, clock),
                new PayoutExecution(executions, payouts, races, board, judge, chunk, failures, clock),
                new PayoutHolds(executions, judge),
                new ClaimPeriods(races, board),
                new SettlementViews(races, payouts, reports));
    }
}
