package keiba.application.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes in the ticket book that purchases are being sent which the status board does not show, because it is away. Until such a purchase
 * is recorded, only this note says that a purchase which is found nowhere may exist all the same. One note covers all purchases of some
 * seconds, so that a rush while the board is away costs few writes.
 */
final class UnclaimedSends {
    /** How long a note covers what is sent. */
    static final Duration COVERED = Duration.ofSeconds(5);

    /** A note that ends sooner than this is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final TicketBook tickets;
    private final InstantSource clock;

    /** Until when the note covers what is sent, by the book that holds it: one entry at most. */
    private final Map<TicketBook, Instant> covered = new ConcurrentHashMap<>();

    UnclaimedSends(TicketBook tickets, InstantSource clock) {
        this.tickets = tickets;
        this.clock = clock;
    }

    /**
     * Returns when a note covers what is sent now.
     *
     * @throws keiba.application.failure.InfrastructureFailure if it cannot be written; nothing must be sent without a claim then
     */
    void note() {
        Instant now = clock.instant();
        if (covered.getOrDefault(tickets, Instant.MIN).isBefore(now.plus(MARGIN))) {
            Instant until = now.plus(COVERED);
            tickets.noteUnclaimed(until);
            covered.put(tickets, until);
        }
    }
}
