package keiba.bootstrap.serve;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import keiba.application.purchase.MessageId;

/** Creates ids that sort by their creation time: UUIDs of version 7. Source: RFC 9562 section 5.7. */
final class TimeOrderedIds implements Supplier<MessageId> {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public MessageId get() {
        long high = (clock.millis() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new MessageId(new UUID(high, low));
    }
}
