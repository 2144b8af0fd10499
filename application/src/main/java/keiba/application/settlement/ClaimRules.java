package keiba.application.settlement;

/**
 * The rules of claiming: payouts are paid until the last day of the race's claim period, inclusive, and transferred to
 * the house after it; a hold stops both.
 */
final class ClaimRules implements PayoutJudge {

    @Override
    public PayoutVerdict judge(PayoutFacts facts) {
        return switch (facts.card().state()) {
            case PAYABLE -> payable(facts);
            case EXPIRED -> PayoutVerdict.EXPIRED;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, VOID ->
                PayoutVerdict.NOT_PAYABLE;
        };
    }

    private static PayoutVerdict payable(PayoutFacts facts) {
        if (facts.held()) {
            return PayoutVerdict.HELD;
        }
        return facts.today().isAfter(facts.card().expiresOn()) ? PayoutVerdict.LAPSED : PayoutVerdict.PAY;
    }
}
