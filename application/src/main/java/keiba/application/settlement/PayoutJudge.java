package keiba.application.settlement;

/** Decides about a race's payouts. The books call it within the transaction that carries out its decision. */
@FunctionalInterface
public interface PayoutJudge {

    /** Returns the judge that applies the rules of claiming; the service uses no other. */
    static PayoutJudge byClaimRules() {
        return new ClaimRules();
    }

    /** Decides from these facts alone. */
    PayoutVerdict judge(PayoutFacts facts);
}
