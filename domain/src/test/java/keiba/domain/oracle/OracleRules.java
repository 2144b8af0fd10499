package keiba.domain.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of rules A.1, A.5, A.6 and A.9, typed off the page. */
final class OracleRules {
    static final List<String> TYPES = List.of(
            "WIN", "PLACE", "BRACKET_QUINELLA", "QUINELLA", "WIDE", "EXACTA", "TRIO", "TRIFECTA", "BRACKET_EXACTA");

    static final String ULTRA_PREMIUM = "JRA 2024-09-16";

    static final List<String> RULE_BOOKS =
            List.of("JRA", ULTRA_PREMIUM, "NAR", "NAR-OI", "NAR-KOCHI", "NAR-SAGA", "NAR-HOKKAIDO");

    private static final Set<String> WITHOUT_BRACKET_EXACTA = Set.of("NAR-KOCHI", "NAR-SAGA", "NAR-HOKKAIDO");

    /** A.5: the sizes of brackets 1 to 8 for 9 to 18 horses. */
    private static final Map<Integer, String> SIZES = Map.of(
            9, "11111112",
            10, "11111122",
            11, "11111222",
            12, "11112222",
            13, "11122222",
            14, "11222222",
            15, "12222222",
            16, "22222222",
            17, "22222223",
            18, "22222233");

    private OracleRules() {}

    /**
     * What a type is settled by.
     *
     * @param payback R in thousandths
     * @param premium s in thousandths
     * @param plus10 whether the organiser has it
     * @param capTenths the highest odds shown, in tenths
     */
    record Terms(int payback, int premium, boolean plus10, long capTenths) {}

    static Terms terms(OracleRace race, String type) {
        int payback = race.paybackPerMille().getOrDefault(type, usualPayback(race.rules(), type));
        int premium = race.premiumPerMille().getOrDefault(type, race.rules().equals(ULTRA_PREMIUM) ? 50 : 0);
        return new Terms(payback, premium, race.rules().startsWith("JRA"), capTenths(type));
    }

    private static int usualPayback(String rules, String type) {
        if (rules.equals(ULTRA_PREMIUM)) {
            return 800;
        }
        if (rules.equals("NAR-SAGA") && type.equals("TRIO")) {
            return 750;
        }
        if (rules.equals("NAR-HOKKAIDO") && type.equals("WIDE")) {
            return 800;
        }
        if (rules.equals("NAR-HOKKAIDO") && (type.equals("TRIO") || type.equals("TRIFECTA"))) {
            return 700;
        }
        boolean jra = rules.equals("JRA");
        return switch (type) {
            case "WIN", "PLACE" -> 800;
            case "BRACKET_QUINELLA", "QUINELLA", "WIDE" -> jra ? 775 : 750;
            case "EXACTA", "BRACKET_EXACTA" -> 750;
            case "TRIO" -> jra ? 750 : 725;
            case "TRIFECTA" -> 725;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static long capTenths(String type) {
        return switch (type) {
            case "WIN", "PLACE" -> 9_999;
            case "BRACKET_QUINELLA", "BRACKET_EXACTA", "WIDE" -> 99_999;
            case "QUINELLA", "EXACTA", "TRIO" -> 999_999;
            case "TRIFECTA" -> 9_999_999;
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** A.1: what is on sale by the number of horses due to start, and the exception for shared brackets. */
    static NavigableSet<String> typesOnSale(OracleRace race) {
        return race.onSale().orElseGet(() -> byTable(race));
    }

    private static NavigableSet<String> byTable(OracleRace race) {
        int entries = race.entered().size();
        Set<String> types = new TreeSet<>();
        if (entries >= 2) {
            types.add("WIN");
        }
        if (entries >= 3) {
            types.addAll(List.of("QUINELLA", "EXACTA"));
        }
        if (entries >= 4) {
            types.addAll(List.of("WIDE", "TRIO", "TRIFECTA"));
        }
        if (entries >= 5) {
            types.add("PLACE");
        }
        if (entries >= 9 || (race.runners() >= 9 && hasSharedBracket(race))) {
            types.addAll(List.of("BRACKET_QUINELLA", "BRACKET_EXACTA"));
        }
        NavigableSet<String> sold = new TreeSet<>(types);
        sold.retainAll(typesOf(race.rules()));
        return sold;
    }

    private static boolean hasSharedBracket(OracleRace race) {
        List<Integer> brackets = race.entered().stream().map(race::bracketOf).toList();
        return Set.copyOf(brackets).size() < brackets.size();
    }

    /** What the organiser sells at all. */
    static List<String> typesOf(String rules) {
        List<String> types = new ArrayList<>(TYPES);
        if (rules.startsWith("JRA") || WITHOUT_BRACKET_EXACTA.contains(rules)) {
            types.remove("BRACKET_EXACTA");
        }
        return types;
    }

    /** A.1: K is fixed when sales start. */
    static int placesPaid(OracleRace race) {
        return race.placesPaid().orElse(race.entered().size() >= 8 ? 3 : 2);
    }

    /** A.5: horse to bracket. */
    static NavigableMap<Integer, Integer> standardBrackets(int runners) {
        String sizes = SIZES.getOrDefault(runners, "11111111");
        NavigableMap<Integer, Integer> brackets = new TreeMap<>();
        for (int bracket = 1; bracket <= 8; bracket++) {
            int size = sizes.charAt(bracket - 1) - '0';
            for (int i = 0; i < size && brackets.size() < runners; i++) {
                brackets.put(brackets.size() + 1, bracket);
            }
        }
        return brackets;
    }
}
