package keiba.adapter.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase.Status;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Finds the purchases that are shown as PENDING. */
public final class PendingPurchases {
    private static final String PREFIX = "purchase:";
    private static final String SUFFIX = ":status";
    private static final int PAGE = 1_000;

    private final RedisBoards redis;

    PendingPurchases(RedisBoards redis) {
        this.redis = redis;
    }

    /**
     * Returns their ids. Purchases that become PENDING in the meantime may be missing. Keys that do not belong to this
     * service are ignored.
     */
    public Set<MessageId> ids() {
        Set<MessageId> pending = new HashSet<>();
        ScanParams purchases = new ScanParams().match(PREFIX + "*" + SUFFIX).count(PAGE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            String from = cursor;
            ScanResult<String> page = redis.call(client -> client.scan(from, purchases));
            pending.addAll(pending(page.getResult()));
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return pending;
    }

    /** Returns the value of a purchase's status key, also if it is not a valid status; empty if the key does not exist. */
    public Optional<String> status(MessageId id) {
        return Optional.ofNullable(redis.ask(all -> all.get(PREFIX + id + SUFFIX)));
    }

    private Set<MessageId> pending(List<String> keys) {
        List<MessageId> ids =
                keys.stream().flatMap(key -> id(key).stream()).distinct().toList();
        Map<MessageId, Status> shown = redis.boards().purchases().statuses(ids);
        Set<MessageId> pending = new HashSet<>(shown.keySet());
        pending.removeIf(id -> shown.get(id) != Status.PENDING);
        return pending;
    }

    private static Optional<MessageId> id(String key) {
        String id = key.substring(PREFIX.length(), key.length() - SUFFIX.length());
        try {
            return Optional.of(new MessageId(UUID.fromString(id)))
                    .filter(read -> read.toString().equals(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
