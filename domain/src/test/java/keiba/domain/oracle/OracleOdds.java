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
 * @param between whether PLACE has an end at which the others are neither the most backed nor the least backed
 */
record OracleOdds(long low, long high, String mark, int popularity, long live, boolean crossed, boolean between) {

    /** The odds of a type, by combination. */
    static Map<List<Integer>, OracleOdds> of(OracleRace race, String type) {
        return new Board(race, type).show();
    }

    /** The two ends before the cap, in yen per 100. */
    private record Range(long low, long high, boolean crossed, boolean between) {
        static final Range NONE = new Range(0, 0, false, false);

        static Range of(List<Long> dividends) {
            return new Range(Collections.min(dividends), Collections.max(dividends), false, false);
        }
    }

    private static final class Board {
        private final OracleRace race;
        private final String type;
        private final Terms terms;
        private final Set<List<Integer>> voided;
        private final Set<List<Integer>> scratched;
        private final Map<List<Integer>, Long> live = new HashMap<>();
        private final long net;

        Board(OracleRace race, String type) {
            this.race = race;
            this.type = type;
            this.terms = OracleRules.terms(race, type);
            this.voided = OracleCombinations.voided(race, type);
            this.scratched = OracleCombinations.voidedByScratch(race, type);
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
                String mark = scratched.contains(combination) ? "SCRATCHED" : high == terms.capTenths() ? "CAPPED" : "";
                shown.put(
                        combination,
                        new OracleOdds(
                                low,
                                high,
                                mark,
                                ranks.getOrDefault(votes, 0),
                                votes,
                                range.crossed(),
                                range.between()));
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
                default -> Range.of(List.of(dividend(List.of(votes(combination)))));
            };
        }

        /** What the first is paid if these win together. Whoever is without votes drops out of P (A.2). */
        private long dividend(List<Long> winners) {
            List<Long> backed = winners.stream().filter(votes -> votes > 0).toList();
            return OraclePayout.declare(terms, backed, backed.size(), net)
                    .per100()
                    .get(0);
        }

        /** h with every set S of k-1 live others. */
        private Range place(int horse) {
            int k = Math.min(OracleRules.placesPaid(race), race.live().size());
            List<Long> others = race.live().stream()
                    .filter(other -> other != horse)
                    .map(other -> votes(List.of(other)))
                    .sorted()
                    .toList();
            long withLeast = with(horse, others.subList(0, k - 1));
            long withMost = with(horse, others.subList(others.size() - (k - 1), others.size()));
            Range every = Range.of(sets(others, k - 1).stream()
                    .map(members -> with(horse, members))
                    .toList());
            return new Range(
                    every.low(),
                    every.high(),
                    withMost > withLeast,
                    every.low() < Math.min(withMost, withLeast) || every.high() > Math.max(withMost, withLeast));
        }

        private long with(int horse, List<Long> others) {
            List<Long> winners = new ArrayList<>(List.of(votes(List.of(horse))));
            winners.addAll(others);
            return dividend(winners);
        }

        /** Every choice of so many members. */
        private static List<List<Long>> sets(List<Long> from, int size) {
            if (size == 0) {
                return List.of(List.of());
            }
            List<List<Long>> sets = new ArrayList<>();
            for (int i = 0; i < from.size(); i++) {
                for (List<Long> rest : sets(from.subList(i + 1, from.size()), size - 1)) {
                    List<Long> set = new ArrayList<>(List.of(from.get(i)));
                    set.addAll(rest);
                    sets.add(set);
                }
            }
            return sets;
        }

        /** ij with ik and jk over every third live horse k; alone where there is none. */
        private Range wide(int i, int j) {
            NavigableSet<Integer> thirds = race.live();
            thirds.remove(i);
            thirds.remove(j);
            List<Long> dividends = new ArrayList<>();
            for (int k : thirds) {
                dividends.add(dividend(List.of(onPair(i, j), onPair(i, k), onPair(j, k))));
            }
            if (dividends.isEmpty()) {
                dividends.add(dividend(List.of(onPair(i, j))));
            }
            return Range.of(dividends);
        }

        private long onPair(int a, int b) {
            return votes(a < b ? List.of(a, b) : List.of(b, a));
        }
    }
}
