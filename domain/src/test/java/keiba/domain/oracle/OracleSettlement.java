package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.domain.oracle.OraclePayout.Declaration;
import keiba.domain.oracle.OracleRules.Terms;

/**
 * One type of one race, settled by rules A.2 and A.3.
 *
 * @param outcome DIVIDEND, SPECIAL, VOID or NO_SALES
 * @param winning every winning combination
 * @param per100 what each winning combination with votes pays
 * @param special what every live 100 yen is paid if no ticket holds a winner
 * @param plus10 NOT_TESTED, GRANTED or REFUSED
 * @param spare what is left of U with Plus10 granted
 */
record OracleSettlement(
        String outcome,
        Set<List<Integer>> winning,
        Map<List<Integer>, Long> per100,
        long special,
        String plus10,
        long spare,
        long sales,
        long refunded,
        long paid) {

    long retained() {
        return sales - refunded - paid;
    }

    static OracleSettlement of(OracleRace race, String type) {
        Map<List<Integer>, Long> stakes = race.stakesOn(type);
        Set<List<Integer>> winning = OracleCombinations.winning(race, type);
        long sales = stakes.values().stream().mapToLong(Long::longValue).sum();
        long refunds = OracleCombinations.voided(race, type).stream()
                .mapToLong(combination -> stakes.getOrDefault(combination, 0L))
                .sum();
        long net = sales - refunds;
        if (race.isVoid()) {
            return unpaid("VOID", winning, sales, sales);
        }
        if (sales == 0) {
            return unpaid("NO_SALES", winning, 0, 0);
        }
        if (winning.isEmpty() || net == 0) {
            return unpaid("VOID", winning, sales, sales);
        }
        List<List<Integer>> backed = winning.stream()
                .filter(combination -> stakes.getOrDefault(combination, 0L) > 0)
                .toList();
        Terms terms = OracleRules.terms(race, type);
        return backed.isEmpty()
                ? special(winning, sales, refunds, OraclePayout.special(terms))
                : dividends(terms, winning, backed, stakes, sales, refunds);
    }

    private static OracleSettlement unpaid(String outcome, Set<List<Integer>> winning, long sales, long refunded) {
        return new OracleSettlement(outcome, winning, Map.of(), 0, "NOT_TESTED", 0, sales, refunded, 0);
    }

    private static OracleSettlement special(Set<List<Integer>> winning, long sales, long refunds, long special) {
        long paid = (sales - refunds) / 100 * special;
        return new OracleSettlement("SPECIAL", winning, Map.of(), special, "NOT_TESTED", 0, sales, refunds, paid);
    }

    private static OracleSettlement dividends(
            Terms terms,
            Set<List<Integer>> winning,
            List<List<Integer>> backed,
            Map<List<Integer>, Long> stakes,
            long sales,
            long refunds) {
        List<Long> votes = new ArrayList<>();
        backed.forEach(combination -> votes.add(stakes.getOrDefault(combination, 0L)));
        Declaration declared = OraclePayout.declare(terms, votes, backed.size(), sales - refunds);
        Map<List<Integer>, Long> per100 = new HashMap<>();
        long paid = 0;
        for (int i = 0; i < backed.size(); i++) {
            per100.put(backed.get(i), declared.per100().get(i));
            paid += votes.get(i) / 100 * declared.per100().get(i);
        }
        return new OracleSettlement(
                "DIVIDEND", winning, per100, 0, declared.plus10(), declared.spare(), sales, refunds, paid);
    }
}
