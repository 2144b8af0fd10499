package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import keiba.domain.oracle.OracleRules.Terms;

/** Rules A.2, line by line, per 10-yen ticket. */
final class OraclePayout {
    private OraclePayout() {}

    /**
     * What was declared.
     *
     * @param per100 the dividends per 100 yen in the order of the winners, 0 for one without votes
     * @param plus10 NOT_TESTED, GRANTED or REFUSED
     * @param spare what is left of U, or lacking, with 10 yen more on everything at face value
     */
    record Declaration(List<Long> per100, String plus10, long spare) {}

    /**
     * Declares.
     *
     * @param winning yen on each winner; who is at 0 is not paid
     * @param shares P
     * @param net U in yen
     */
    static Declaration declare(Terms terms, List<Long> winning, int shares, long net) {
        long losing = net - winning.stream().mapToLong(Long::longValue).sum();
        List<Long> base = new ArrayList<>();
        for (long votes : winning) {
            base.add(votes == 0 ? 0 : Math.max(10, truncated(terms, votes, losing, shares)));
        }
        boolean low = base.contains(10L);
        long spare = net - total(winning, base);
        String plus10 = !terms.plus10() || !low ? "NOT_TESTED" : spare >= 0 ? "GRANTED" : "REFUSED";
        List<Long> per100 = new ArrayList<>();
        for (int i = 0; i < winning.size(); i++) {
            long votes = winning.get(i);
            long bonus = plus10.equals("GRANTED") && base.get(i) == 10 ? 1 : 0;
            per100.add(votes == 0 ? 0 : 10 * (base.get(i) + bonus + premium(terms, votes, shares, net)));
        }
        return new Declaration(Collections.unmodifiableList(per100), plus10, spare);
    }

    /** t = floor( R · (W + D/P) ÷ (W/10) ), per 10-yen ticket */
    static long truncated(Terms terms, long votes, long losing, int shares) {
        Fraction share = Fraction.of(votes).plus(Fraction.of(losing).dividedBy(shares));
        return share.times(Fraction.perMille(terms.payback()))
                .dividedBy(votes / 10)
                .floor();
    }

    /** floor( s · U/P ÷ (W/10) ) */
    private static long premium(Terms terms, long votes, int shares, long net) {
        return Fraction.of(net)
                .times(Fraction.perMille(terms.premium()))
                .dividedBy(shares)
                .dividedBy(votes / 10)
                .floor();
    }

    /** Σ (W/100)·(10·base) + B */
    private static long total(List<Long> winning, List<Long> base) {
        long total = 0;
        for (int i = 0; i < winning.size(); i++) {
            long tickets = winning.get(i) / 100;
            total += tickets * 10 * base.get(i);
            total += base.get(i) == 10 ? tickets * 10 : 0;
        }
        return total;
    }

    /** 特払い per 100 yen: floor(10·R) per 10. */
    static long special(Terms terms) {
        return 10 * Fraction.perMille(terms.payback()).times(Fraction.of(10)).floor();
    }
}
