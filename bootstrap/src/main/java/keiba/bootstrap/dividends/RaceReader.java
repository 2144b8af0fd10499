package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the races of an input one after the other, with only one of them in memory. */
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
     * @throws BadRaceException if the input is not a race or has a race with a wrong field; nothing after it can be
     *     read
     * @throws IOException if the input itself fails
     */
    Optional<RaceRequest> next() throws IOException, BadRaceException {
        position++;
        current = new RequestReader(json);
        return json.nextObject() ? Optional.of(current.read()) : Optional.empty();
    }

    /** Returns the race that was read last or could not be read: {@code "race 3 (S1)"}, counted from 1. */
    String where() {
        return "race " + position + current.id().map(id -> " (" + id + ")").orElse("");
    }
}
