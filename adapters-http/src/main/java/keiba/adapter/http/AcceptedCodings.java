package keiba.adapter.http;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Finds out which codings of a body a client accepts, from its {@code Accept-Encoding} header.
 *
 * <p>Source: RFC 9110, 12.4.2 and 12.5.3.
 */
final class AcceptedCodings {
    private static final int MOST_DECIMALS = 3;

    private AcceptedCodings() {}

    /**
     * Returns whether gzip is accepted and the plain body is not preferred; false if the header is missing, empty or
     * invalid.
     *
     * @param lines the header's lines
     */
    static boolean includeGzip(List<String> lines) {
        Weights weights = weights(lines);
        int accepted = weights.gzip() < 0 ? weights.others() : weights.gzip();
        return accepted > 0 && accepted >= weights.identity();
    }

    /** Returns whether the plain body is refused: {@code identity;q=0}, or {@code *;q=0} without {@code identity}. */
    static boolean excludeIdentity(List<String> lines) {
        Weights weights = weights(lines);
        return weights.identity() == 0 || (weights.identity() < 0 && weights.others() == 0);
    }

    /** The weights of codings in thousandths; below 0 for one that is not named. */
    private record Weights(int gzip, int identity, int others) {}

    private static Weights weights(List<String> lines) {
        int gzip = -1;
        int identity = -1;
        int others = -1;
        for (String line : lines) {
            for (String item : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                int end = item.indexOf(';');
                String coding = (end < 0 ? item : item.substring(0, end)).strip();
                int weight = end < 0 ? 1_000 : weight(item.substring(end + 1)).orElse(0);
                switch (coding) {
                    case "gzip", "x-gzip" -> gzip = gzip < 0 ? weight : Math.min(gzip, weight);
                    case "identity" -> identity = weight;
                    case "*" -> others = weight;
                    default -> {}
                }
            }
        }
        return new Weights(gzip, identity, others);
    }

    /** Returns the weight in thousandths: {@code q=} and 0 to 1 with at most three decimals. */
    private static OptionalInt weight(String parameter) {
        String text = parameter.strip();
        if (text.length() < 3 || !text.startsWith("q=") || text.length() > 4 + MOST_DECIMALS) {
            return OptionalInt.empty();
        }
        char whole = text.charAt(2);
        if ((whole != '0' && whole != '1') || (text.length() > 3 && text.charAt(3) != '.')) {
            return OptionalInt.empty();
        }
        int thousandths = whole - '0';
        for (int i = 0; i < MOST_DECIMALS; i++) {
            int digit = 4 + i < text.length() ? text.charAt(4 + i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            thousandths = thousandths * 10 + digit;
        }
        return thousandths <= 1_000 ? OptionalInt.of(thousandths) : OptionalInt.empty();
    }
}
