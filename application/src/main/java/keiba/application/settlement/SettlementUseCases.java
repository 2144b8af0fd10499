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
        PreviewResult preview,
        ViewSettlement view) {

    /**
     * The largest number of refunds or payouts that one transaction credits. A purchase of a bettor whose account is
     * locked waits some milliseconds for the end of that transaction.
     */
    static final int CREDITED_TOGETHER = 100;

    /**
     * Builds the use cases from the ports.
     *
     * @param chunk how many tickets or payouts one transaction calculates or expires; it refunds or pays as many, but never more than
     *     {@value #CREDITED_TOGETHER}
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
        Chunks chunks = new Chunks(chunk, Math.min(chunk, CREDITED_TOGETHER));
        return new SettlementUseCases(
                new Refunding(refunds, chunks, failures, clock),
                new PayoutCalculation(payouts, refunds, board, chunks, failures, clock),
                new PayoutExecution(executions, payouts, races, board, judge, chunks, failures, clock),
                new HoldCommands(executions, judge),
                new ClaimPeriods(races, board),
                new ResultPreviews(payouts),
                new SettlementViews(races, payouts, reports));
    }
}
