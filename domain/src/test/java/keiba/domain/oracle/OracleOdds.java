package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import keiba.domain.oracle.OracleRules.Terms;

/**
 * Rules A.6: what every combination on sale shows.
 *
 * @param low tenths, the cap applied; 0 without live votes
 * @param high tenths, the cap applied; 0 without live votes
 * @param mark SCRATCHED, CAPPED or empty
 * @param popularity from 1; 0 without live votes
 * @param live the live votes in yen
 * @param crossed whether PLACE pays more with the most backed others than with the least backed
 */
record OracleOdds(long low, long high, String mark, int popularity, long live, boolean crossed) {

    /** The odds of a type, by combination. */
    static Map<List<Integer>, OracleOdds> of(OracleRace race, String type) {
        return new Board(race, type).show();
    }

    /** The two ends before the cap, in yen per 100. */
    private record Range(long low, long high, boolean crossed) {
        static final Range NONE = new Range(0, 0, false);
    }

    private static final class Board {
        private final OracleRace race;
        private final String type;
        private final Terms terms;
        private final Set<List<Integer>> voided;
        private final Map<List<Integer>, Long> live = new HashMap<>();
        private final long net;

        Board(OracleRace race, String type) {
            this.race = race;
            this.type = type;
            this.terms = OracleRules.terms(race, type);
            this.voided = OracleCombinations.voided(race, type);
            race.stakesOn(type).forEach((combination, stake) -> {
                if (stake > 0 && !voided.contains(combination)) {
                    live.put(combination, stake);
                }
            });
            this.net = live.values().stream().mapToLong(Long::longValue).sum();
        }

        Map<List<Integer>, OracleOdds> show() {
            Map<Long, Integer> ranks = ranks();
            Map<List<Integer>, OracleOdds> shown = new HashMap<>();
            for (List<Integer> combination : OracleCombinations.onSale(race, type)) {
                long votes = votes(combination);
                Range range = votes == 0 ? Range.NONE : range(combination);
                long low = Math.min(range.low() / 10, terms.capTenths());
                long high = Math.min(range.high() / 10, terms.capTenths());
                String mark = voided.contains(combination) ? "SCRATCHED" : high == terms.capTenths() ? "CAPPED" : "";
                shown.put(
                        combination,
                        new OracleOdds(low, high, mark, ranks.getOrDefault(votes, 0), votes, range.crossed()));
            }
            return shown;
        }

        private long votes(List<Integer> combination) {
            return live.getOrDefault(combination, 0L);
        }

        /** Votes to rank: 1 + the number of combinations with strictly more. */
        private Map<Long, Integer> ranks() {
            TreeMap<Long, Integer> withVotes = new TreeMap<>(Comparator.reverseOrder());
            live.values().forEach(votes -> withVotes.merge(votes, 1, Integer::sum));
            Map<Long, Integer> ranks = new HashMap<>();
            int more = 0;
            for (Map.Entry<Long, Integer> entry : withVotes.entrySet()) {
                ranks.put(entry.getKey(), 1 + more);
                more += entry.getValue();
            }
            return ranks;
        }

        private Range range(List<Integer> combination) {
            return switch (type) {
                case "PLACE" -> place(combination.get(0));
                case "WIDE" -> wide(combination.get(0), combination.get(1));
                default -> {
                    long alone = dividend(List.of(votes(combination)), 1);
                    yield new Range(alone, alone, false);
                }
            };
        }

        /** What the first is paid if these win together. */
        private long dividend(List<Long> winners, int shares) {
            return OraclePayout.declare(terms, winners, shares, net).per100().get(0);
        }

        /** h with S, the k-1 most backed live others, and with the k-1 least backed; ties by number. */
        private Range place(int horse) {
            int k = Math.min(OracleRules.placesPaid(race), race.live().size());
            Comparator<Integer> byVotes = Comparator.comparingLong(other -> votes(List.of(other)));
            Comparator<Integer> byNumber = Comparator.naturalOrder();
            long withMost = withOthers(horse, k, byVotes.reversed().thenComparing(byNumber));
            long withLeast = withOthers(horse, k, byVotes.thenComparing(byNumber));
            return new Range(Math.min(withMost, withLeast), Math.max(withMost, withLeast), withMost > withLeast);
        }

        private long withOthers(int horse, int k, Comparator<Integer> firstOfOthers) {
            List<Long> winners = new ArrayList<>(List.of(votes(List.of(horse))));
            race.live().stream()
                    .filter(other -> other != horse)
                    .sorted(firstOfOthers)
                    .limit(k - 1)
                    .forEach(other -> winners.add(votes(List.of(other))));
            return dividend(winners, k);
        }

        /** ij with ik and jk over every third live horse k; alone where there is none. */
        private Range wide(int i, int j) {
            NavigableSet<Integer> thirds = race.live();
            thirds.remove(i);
            thirds.remove(j);
            List<Long> dividends = new ArrayList<>();
            for (int k : thirds) {
                dividends.add(dividend(List.of(onPair(i, j), onPair(i, k), onPair(j, k)), 3));
            }
            if (dividends.isEmpty()) {
                dividends.add(dividend(List.of(onPair(i, j)), 1));
            }
            return new Range(Collections.min(dividends), Collections.max(dividends), false);
        }

        private long onPair(int a, int b) {
            return votes(a < b ? List.of(a, b) : List.of(b, a));
        }
    }
}
