package keiba.adapter.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import keiba.domain.bet.BetType;

/**
 * Who listens to a stream, and to what.
 *
 * @param address the client's, as far as it is known
 * @param types the boards that are told
 * @param lastEventId the id of the last event that reached the client before it connected again
 */
record Listener(String address, Set<BetType> types, Optional<String> lastEventId) {
    Listener {
        types = Set.copyOf(types);
    }

    /** What the listener was told on an earlier connection; the start if it has none, or what it sent cannot be read. */
    StreamPosition told(Predicate<String> isKind) {
        return lastEventId.map(id -> StreamPosition.read(id, isKind)).orElseGet(StreamPosition::start);
    }
}
