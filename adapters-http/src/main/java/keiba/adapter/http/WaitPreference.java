package keiba.adapter.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import keiba.wire.Decimal;

/**
 * Reads how long a client is willing to wait for a more complete answer, from the header {@code Prefer: wait=10}. Parts
 * that cannot be parsed are ignored.
 *
 * <p>Source: RFC 7240, 2 and 4.3.
 */
final class WaitPreference {
    /** The longest wait of a request. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String NAME = "wait";

    private WaitPreference() {}

    /**
     * Returns the wait that a client prefers, at most {@link #LONGEST}; empty for none, and for one of zero seconds.
     * The first {@code wait} counts, as the source requires.
     *
     * @param lines the lines of the header
     */
    static Optional<Duration> of(List<String> lines) {
        for (String line : lines) {
            for (String preference : line.split(",", -1)) {
                String value = withoutParameters(preference);
                int equals = value.indexOf('=');
                String name = (equals < 0 ? value : value.substring(0, equals)).strip();
                if (name.toLowerCase(Locale.ROOT).equals(NAME)) {
                    return equals < 0
                            ? Optional.empty()
                            : seconds(value.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    private static String withoutParameters(String preference) {
        int semicolon = preference.indexOf(';');
        return semicolon < 0 ? preference : preference.substring(0, semicolon);
    }

    private static Optional<Duration> seconds(String value) {
        OptionalLong seconds = Decimal.parse(unquoted(value));
        return seconds.isEmpty() || seconds.getAsLong() <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), LONGEST.toSeconds())));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
