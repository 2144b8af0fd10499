package keiba.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import keiba.domain.money.Yen;
import keiba.domain.rule.CarryOverTerms;

/**
 * A pool that carries over what is not won, settled: WIN5 (five winners in a row), and NAR's multi-leg bets. Each winning combination
 * gets {@code T_i = R·(W_i + D/P) + A/P}, with A carried in; a 10-yen ticket is paid whole yen up to a cap, and what exceeds the cap is
 * carried out. With no winning ticket R·U and A are carried out; there is no special dividend.
 *
 * <p>Source: Horse Racing Act art. 9; Enforcement Regulation art. 11; rules A.7.
 *
 * @param per10 what a 10-yen ticket pays, in the order of the winning stakes
 * @param carriedOut yen carried to the next race, rounded down
 */
public record CarryOverSettlement(List<Yen> per10, Yen carriedOut) {
    private static final long TICKET = 10;

    /**
     * Creates a settlement.
     *
     * @throws IllegalArgumentException if a dividend or the amount carried out is negative
     */
    public CarryOverSettlement {
        per10 = List.copyOf(per10);
        if (carriedOut.isNegative() || per10.stream().anyMatch(Yen::isNegative)) {
            throw new IllegalArgumentException(
                    "dividends and the amount carried out must be at least 0, not " + per10 + " and " + carriedOut);
        }
    }

    /**
     * Settles such a pool.
     *
     * @param terms the payback, the cap of a 10-yen ticket, and whether fractions are carried over
     * @param net sales less refunds, U
     * @param carriedIn the money carried in, A; not negative
     * @param winning the stakes on each winning combination, positive multiples of 10 yen, together at most U; combinations without
     *     stakes are left out
     * @return the dividends, and the amount carried to the next race
     * @throws IllegalArgumentException if an argument is anything else
     * @throws ArithmeticException if what is carried out exceeds 64 bits
     */
    public static CarryOverSettlement of(CarryOverTerms terms, Yen net, Yen carriedIn, List<Yen> winning) {
        if (net.isNegative() || carriedIn.isNegative()) {
            throw new IllegalArgumentException(
                    "sales and the amount carried in must be at least 0, not " + net + " and " + carriedIn);
        }
        Yen losing = net;
        for (Yen stake : winning) {
            if (!stake.isPositiveMultipleOf(Yen.of(TICKET)) || stake.compareTo(losing) > 0) {
                throw new IllegalArgumentException(
                        "winning stakes must be positive multiples of 10 yen, together at most " + net + ", not "
                                + winning);
            }
            losing = losing.minus(stake);
        }
        if (winning.isEmpty()) {
            return new CarryOverSettlement(List.of(), terms.payback().of(net).plus(carriedIn));
        }
        return new Computation(terms, losing, carriedIn, winning).settle();
    }

    /** Shares as fractions over 1000·P: exact, whatever the sums. */
    private record Computation(CarryOverTerms terms, Yen losing, Yen carriedIn, List<Yen> winning) {

        CarryOverSettlement settle() {
            BigInteger excess = BigInteger.ZERO;
            List<Yen> dividends = new ArrayList<>();
            for (Yen stake : winning) {
                BigInteger tickets = BigInteger.valueOf(stake.value() / TICKET);
                BigInteger share = share(stake);
                BigInteger most = tickets.multiply(
                                BigInteger.valueOf(terms.capPer10().value()))
                        .multiply(denominator());
                BigInteger paid = share.min(most).divide(tickets.multiply(denominator()));
                dividends.add(Yen.of(paid.longValueExact()));
                BigInteger left = terms.truncationCarriedOver()
                        ? share.subtract(paid.multiply(tickets).multiply(denominator()))
                        : share.subtract(most).max(BigInteger.ZERO);
                excess = excess.add(left);
            }
            return new CarryOverSettlement(
                    dividends, Yen.of(excess.divide(denominator()).longValueExact()));
        }

        private BigInteger denominator() {
            return BigInteger.valueOf(1000L * winning.size());
        }

        private BigInteger share(Yen stake) {
            BigInteger parts = BigInteger.valueOf(winning.size());
            BigInteger own = parts.multiply(BigInteger.valueOf(stake.value())).add(BigInteger.valueOf(losing.value()));
            return own.multiply(BigInteger.valueOf(terms.payback().value()))
                    .add(BigInteger.valueOf(carriedIn.value()).multiply(BigInteger.valueOf(1000)));
        }
    }
}
