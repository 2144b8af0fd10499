package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The races of an input, one after the other. Holds no more than one of them. */
final class RaceReader {
    private final StrictJson json;
    private RequestReader current;
    private long position;

    RaceReader(InputStream source) throws IOException {
        this.json = new StrictJson(new GuardedInput(source));
        this.current = new RequestReader(json);
    }

    /**
     * Returns the next race; empty at the end of the input.
     *
     * @throws BadRaceException if there is something else, or a race with a bad field; nothing can be read behind it
     * @throws IOException if the input itself fails
     */
    Optional<RaceRequest> next() throws IOException, BadRaceException {
        position++;
        current = new RequestReader(json);
        return json.nextObject() ? Optional.of(current.read()) : Optional.empty();
    }

    /** Which race was read last, or failed: {@code "race 3 (S1)"}, counted from 1. */
    String where() {
        return "race " + position + current.id().map(id -> " (" + id + ")").orElse("");
    }
}
