package keiba.adapter.http;

import java.util.Optional;
import java.util.Set;
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
}
