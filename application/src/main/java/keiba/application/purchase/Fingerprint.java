package keiba.application.purchase;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;

/**
 * The canonical text of a bet, kept with a refused purchase so that a repetition of its idempotency key can be compared
 * with it. Two bets have the same fingerprint if, and only if, they have the same bet type, method, amount and numbers.
 * The order of the numbers matters only if it changes what is bought. The text does not depend on the names of Java
 * classes and fields.
 *
 * <p>A stored fingerprint may have been written by another version of this program. Its first part names the version of
 * the format: {@code v1} is the current one. A text without a version was written before versions existed, and is
 * compared with the text in that old format. An unknown version was written by a newer program; it is taken for the
 * same bet, because a repetition of a refused purchase must never be answered as a different purchase by mistake.
 */
final class Fingerprint {
    private static final String VERSION_1 = "v1:";

    private Fingerprint() {}

    /** Returns the fingerprint of a bet, in the newest version. */
    static String of(Bet bet) {
        return VERSION_1 + bet.type().name() + ":" + selection(bet) + ":"
                + bet.amount().value();
    }

    /** Returns whether a stored fingerprint, of any version, is that of this bet. */
    static boolean matches(String stored, Bet bet) {
        if (stored.startsWith(VERSION_1)) {
            return stored.equals(of(bet));
        }
        return hasVersion(stored) || stored.equals(unversioned(bet));
    }

    private static boolean hasVersion(String stored) {
        int colon = stored.indexOf(':');
        return colon > 1
                && stored.charAt(0) == 'v'
                && stored.substring(1, colon).chars().allMatch(Character::isDigit);
    }

    private static String selection(Bet bet) {
        boolean ordered = bet.type().ordered();
        return switch (bet.selection()) {
            case Straight straight ->
                "STRAIGHT:numbers=" + (ordered ? list(straight.numbers()) : sorted(straight.numbers()));
            case Box box -> "BOX:numbers=" + sorted(box.numbers());
            case Wheel wheel -> wheel(wheel);
            case Formation formation -> "FORMATION:columns=" + columns(formation, ordered);
        };
    }

    /**
     * Returns the text of a wheel. The i-th axis finishes at the i-th position, so the two lists are sorted together,
     * by axis.
     */
    private static String wheel(Wheel wheel) {
        List<Integer> axis = wheel.axis();
        List<Integer> positions = wheel.positions();
        String partners = ":partners=" + sorted(wheel.partners());
        String multi = wheel.multi() ? ":multi" : "";
        if (positions.isEmpty()) {
            return "WHEEL:axis=" + sorted(axis) + partners + multi;
        }
        boolean reversed = axis.size() == 2 && positions.size() == 2 && axis.get(0) > axis.get(1);
        return "WHEEL:axis=" + list(reversed ? axis.reversed() : axis) + partners + ":position="
                + list(reversed ? positions.reversed() : positions) + multi;
    }

    private static String columns(Formation formation, boolean ordered) {
        Stream<String> columns = formation.columns().stream().map(Fingerprint::sorted);
        return (ordered ? columns : columns.sorted()).collect(Collectors.joining("/"));
    }

    private static String sorted(List<Integer> numbers) {
        return list(numbers.stream().sorted(Comparator.naturalOrder()).toList());
    }

    private static String list(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Returns the fingerprint of a bet in the old format without a version. */
    private static String unversioned(Bet bet) {
        String selection = switch (bet.selection()) {
            case Straight straight -> "Straight[numbers=" + straight.numbers() + "]";
            case Box box -> "Box[numbers=" + box.numbers() + "]";
            case Wheel wheel ->
                "Wheel[axis=" + wheel.axis() + ", partners=" + wheel.partners() + ", positions=" + wheel.positions()
                        + ", multi=" + wheel.multi() + "]";
            case Formation formation -> "Formation[columns=" + formation.columns() + "]";
        };
        return bet.type().name() + "|" + selection + "|" + bet.amount().value();
    }
}
