package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is sold, what is void and what wins (rules A.3, A.4, A.7), by going through everything there is. */
final class OracleCombinations {
    private OracleCombinations() {}

    static String text(String type, List<Integer> combination) {
        String separator = switch (type) {
            case "EXACTA", "TRIFECTA", "BRACKET_EXACTA" -> ">";
            default -> "-";
        };
        return combination.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    /** Every combination that can be bought, in numeric order. */
    static List<List<Integer>> onSale(OracleRace race, String type) {
        List<Integer> horses = List.copyOf(race.entered());
        return switch (type) {
            case "WIN", "PLACE" -> horses.stream().map(List::of).toList();
            case "QUINELLA", "WIDE" -> pairs(horses, true);
            case "EXACTA" -> pairs(horses, false);
            case "TRIO" -> triples(horses, true);
            case "TRIFECTA" -> triples(horses, false);
            case "BRACKET_QUINELLA" -> bracketPairs(race, true);
            case "BRACKET_EXACTA" -> bracketPairs(race, false);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static List<List<Integer>> pairs(List<Integer> horses, boolean ascending) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int a : horses) {
            for (int b : horses) {
                if (ascending ? a < b : a != b) {
                    pairs.add(List.of(a, b));
                }
            }
        }
        return pairs;
    }

    private static List<List<Integer>> triples(List<Integer> horses, boolean ascending) {
        List<List<Integer>> triples = new ArrayList<>();
        for (int a : horses) {
            for (int b : horses) {
                for (int c : horses) {
                    if (ascending ? a < b && b < c : a != b && b != c && a != c) {
                        triples.add(List.of(a, b, c));
                    }
                }
            }
        }
        return triples;
    }

    private static List<List<Integer>> bracketPairs(OracleRace race, boolean ascending) {
        Set<Integer> entered = race.entered();
        List<List<Integer>> pairs = new ArrayList<>();
        for (int a = 1; a <= 8; a++) {
            for (int b = ascending ? a : 1; b <= 8; b++) {
                if (a == b
                        ? among(race, entered, a) >= 2
                        : among(race, entered, a) > 0 && among(race, entered, b) > 0) {
                    pairs.add(List.of(a, b));
                }
            }
        }
        return pairs;
    }

    private static long among(OracleRace race, Set<Integer> horses, int bracket) {
        return horses.stream().filter(horse -> race.bracketOf(horse) == bracket).count();
    }

    /** A.3: the combinations on sale that are refunded whatever the result. */
    static Set<List<Integer>> voided(OracleRace race, String type) {
        return race.live().size() <= 1 ? new HashSet<>(onSale(race, type)) : voidedByScratch(race, type);
    }

    /** A.3, item 3: the combinations on sale that a scratch makes void, in a void race as in any other. */
    static Set<List<Integer>> voidedByScratch(OracleRace race, String type) {
        Set<Integer> live = race.live();
        return onSale(race, type).stream()
                .filter(combination -> isHit(race, live, type, combination))
                .collect(Collectors.toSet());
    }

    private static boolean isHit(OracleRace race, Set<Integer> live, String type, List<Integer> combination) {
        if (!type.startsWith("BRACKET")) {
            return !live.containsAll(combination);
        }
        int a = combination.get(0);
        int b = combination.get(1);
        return a == b ? among(race, live, a) <= 1 : among(race, live, a) == 0 || among(race, live, b) == 0;
    }

    /** A.4: the winning combinations; none in a void race. */
    static Set<List<Integer>> winning(OracleRace race, String type) {
        if (race.isVoid()) {
            return Set.of();
        }
        List<List<Integer>> order = race.order();
        return switch (type) {
            case "WIN" -> firsts(order, 1);
            case "PLACE" -> placed(order, OracleRules.placesPaid(race));
            case "EXACTA" -> firsts(order, 2);
            case "QUINELLA" -> sorted(firsts(order, 2));
            case "TRIFECTA" -> firsts(order, 3);
            case "TRIO" -> sorted(firsts(order, 3));
            case "WIDE" -> pairsInside(firsts(order, Math.min(3, race.finishers())));
            case "BRACKET_EXACTA" -> inBrackets(race, firsts(order, 2));
            case "BRACKET_QUINELLA" -> sorted(inBrackets(race, firsts(order, 2)));
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** Placing = 1 + the number of horses ahead. */
    private static Set<List<Integer>> placed(List<List<Integer>> order, int places) {
        return ahead(order).entrySet().stream()
                .filter(horse -> 1 + horse.getValue().size() <= places)
                .map(horse -> List.of(horse.getKey()))
                .collect(Collectors.toSet());
    }

    /** Returns for every finisher the horses that beat it. */
    static Map<Integer, Set<Integer>> ahead(List<List<Integer>> order) {
        Map<Integer, Set<Integer>> ahead = new HashMap<>();
        Set<Integer> before = Set.of();
        for (List<Integer> group : order) {
            for (int horse : group) {
                ahead.put(horse, before);
            }
            before = new TreeSet<>(before);
            before.addAll(group);
        }
        return ahead;
    }

    private static Set<List<Integer>> sorted(Set<List<Integer>> combinations) {
        return combinations.stream()
                .map(combination -> combination.stream().sorted().toList())
                .collect(Collectors.toSet());
    }

    private static Set<List<Integer>> inBrackets(OracleRace race, Set<List<Integer>> combinations) {
        return combinations.stream()
                .map(combination -> combination.stream().map(race::bracketOf).toList())
                .collect(Collectors.toSet());
    }

    private static Set<List<Integer>> pairsInside(Set<List<Integer>> prefixes) {
        return prefixes.stream()
                .flatMap(prefix -> pairs(prefix.stream().sorted().toList(), true).stream())
                .collect(Collectors.toSet());
    }

    /**
     * The first k of every total order that the dead heats allow. Any k horses come first in one of them if every horse that beat one
     * of the k comes before it.
     */
    static Set<List<Integer>> firsts(List<List<Integer>> order, int k) {
        Map<Integer, Set<Integer>> ahead = ahead(order);
        List<Integer> finishers = finishers(order);
        List<List<Integer>> tuples = switch (k) {
            case 0 -> List.of(List.of());
            case 1 -> finishers.stream().map(List::of).toList();
            case 2 -> pairs(finishers, false);
            case 3 -> triples(finishers, false);
            default -> throw new IllegalArgumentException("no bet on the first " + k);
        };
        return tuples.stream()
                .filter(tuple -> standsBehindItsBetters(tuple, ahead))
                .collect(Collectors.toSet());
    }

    /** Returns whether every horse in the list comes after all horses that beat it. */
    private static boolean standsBehindItsBetters(List<Integer> list, Map<Integer, Set<Integer>> ahead) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.subList(0, i).containsAll(ahead.getOrDefault(list.get(i), Set.of()))) {
                return false;
            }
        }
        return true;
    }

    static List<Integer> finishers(List<List<Integer>> order) {
        return order.stream().flatMap(List::stream).toList();
    }
}
