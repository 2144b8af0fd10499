package keiba.adapter.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import keiba.domain.bet.BetType;

/**
 * A listener of a stream and the events that it wants.
 *
 * @param address the address of the client, as far as it is known
 * @param types the bet types whose boards are sent
 * @param lastEventId the id of the last event that the client received before it connected again
 */
record Listener(String address, Set<BetType> types, Optional<String> lastEventId) {
    Listener {
        types = Set.copyOf(types);
    }

    /** Returns the position that the listener reached on an earlier connection; the start if there was none or the sent id is invalid. */
    StreamPosition told(Predicate<String> isKind) {
        return lastEventId.map(id -> StreamPosition.read(id, isKind)).orElseGet(StreamPosition::start);
    }
}
