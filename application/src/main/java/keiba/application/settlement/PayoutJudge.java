package keiba.application.settlement;

/** Decides about a race's payouts. The books ask it within the transaction that does what it says. */
@FunctionalInterface
public interface PayoutJudge {

    /** The judge that goes by the rules of claiming: the only one of the service. */
    static PayoutJudge byClaimRules() {
        return new ClaimRules();
    }

    /** Decides from these facts alone. */
    PayoutVerdict judge(PayoutFacts facts);
}
