package keiba.embedded;

import java.util.List;
import java.util.Optional;

/** Finds the relevant line of a log. */
final class Lines {
    private Lines() {}

    /** Returns the last line that is not blank and contains a text, from that text on. */
    static Optional<String> last(List<String> lines, String text) {
        return lines.reversed().stream()
                .filter(line -> !line.isBlank() && line.contains(text))
                .map(line -> line.substring(line.indexOf(text)).strip())
                .findFirst();
    }
}
