package keiba.application.settlement;

/** Decides about a race's payouts. The books ask it within the transaction that does what it says. */
@FunctionalInterface
public interface PayoutJudge {

    /** Decides from these facts alone. */
    PayoutVerdict judge(PayoutFacts facts);
}
