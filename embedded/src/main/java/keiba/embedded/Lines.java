package keiba.embedded;

import java.util.List;
import java.util.Optional;

/** Finds the line of a log that matters. */
final class Lines {
    private Lines() {}

    /** The last line that is not blank and contains a text, from that text on. */
    static Optional<String> last(List<String> lines, String text) {
        return lines.reversed().stream()
                .filter(line -> !line.isBlank() && line.contains(text))
                .map(line -> line.substring(line.indexOf(text)).strip())
                .findFirst();
    }
}
