package keiba.bootstrap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known names that are most like a misspelt one. */
public final class NearestNames {
    /** A longer name is not compared; no known name is half as long. */
    private static final int LONGEST = 200;

    private static final int MOST_SUGGESTIONS = 3;

    private NearestNames() {}

    /**
     * Returns the known names with the least number of inserted, deleted and replaced characters, in their order; upper and lower case and
     * the separators {@code . - _} count as equal, and dashes at the beginning do not count. Empty if none has at least half of its characters in common with the name.
     */
    public static List<String> of(String name, Collection<String> known) {
        String wanted = normal(name);
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        List<String> nearest = new ArrayList<>();
        int least = wanted.length() / 2;
        for (String candidate : known) {
            int distance = distance(wanted, normal(candidate));
            if (distance < least) {
                nearest.clear();
            }
            if (distance <= least) {
                least = distance;
                nearest.add(candidate);
            }
        }
        return nearest.stream().limit(MOST_SUGGESTIONS).toList();
    }

    /** Returns a question such as {@code did you mean http.port?}; empty if no known name is like the given one. */
    public static Optional<String> question(String name, Collection<String> known) {
        List<String> nearest = of(name, known);
        return nearest.isEmpty() ? Optional.empty() : Optional.of("did you mean " + String.join(" or ", nearest) + "?");
    }

    /** Returns the beginning of a name that was given, for a message. */
    public static String shown(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }

    private static String normal(String name) {
        String normal = name.replaceFirst("^-+", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', '.')
                .replace('-', '.');
        return normal.startsWith("keiba.") ? normal.substring("keiba.".length()) : normal;
    }

    /** Returns the Levenshtein distance. */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[other.length() + 1];
            line[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(replaced, Math.min(above[column], line[column - 1]) + 1);
            }
            above = line;
        }
        return above[other.length()];
    }
}
