package keiba.demo;

import java.util.SortedMap;
import keiba.domain.bet.BetType;

/**
 * The books of a race, as the service reports them.
 *
 * @param tickets how many were sold
 * @param paid what has been paid, in yen
 * @param unpaid what still waits to be paid
 * @param balanced whether the service finds its own books in order
 */
record Report(SortedMap<BetType, Line> types, Line total, long tickets, long paid, long unpaid, boolean balanced) {

    /** One bet type, or all of them, in yen. */
    record Line(long sales, long refunds, long payouts, long takeout, long breakage, long topUps) {
        static final Line NOTHING = new Line(0, 0, 0, 0, 0, 0);

        /** Returns whether what came in has gone somewhere. */
        boolean balances() {
            return sales - refunds == payouts + takeout + breakage - topUps;
        }

        Line plus(Line other) {
            return new Line(
                    sales + other.sales,
                    refunds + other.refunds,
                    payouts + other.payouts,
                    takeout + other.takeout,
                    breakage + other.breakage,
                    topUps + other.topUps);
        }
    }
}
