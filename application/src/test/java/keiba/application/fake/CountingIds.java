package keiba.application.fake;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import keiba.application.purchase.MessageId;

/** Message ids that count up: 1, 2, 3 … in the shape of a UUID of version 7. */
public final class CountingIds implements Supplier<MessageId> {
    private final AtomicLong last = new AtomicLong();

    @Override
    public MessageId get() {
        return id(last.incrementAndGet());
    }

    /** The id of a number. */
    public static MessageId id(long number) {
        return new MessageId(new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
    }
}
