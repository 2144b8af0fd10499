package keiba.bootstrap.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import keiba.adapter.kafka.TopicInspection;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.QueueControl.Standing;
import keiba.adapter.redis.RedisBoards;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;

/**
 * Settles purchases that Redis shows as PENDING and that are neither in PostgreSQL nor in the topic, because their
 * messages were lost with a log or a topic. They are refused as NOT_RECEIVED, so that a message that appears later is a
 * duplicate. A purchase in the topic is left to the recorder.
 */
final class GonePurchases {
    /** The time for which a purchase may still be on its way to the topic. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(60);

    private static final int BATCH = 500;

    private final PostgresBooks books;
    private final RedisBoards boards;
    private final TopicInspection topic;

    GonePurchases(PostgresBooks books, RedisBoards boards, TopicInspection topic) {
        this.books = books;
        this.boards = boards;
        this.topic = topic;
    }

    /**
     * The numbers that were found.
     *
     * @param pending how many purchases Redis showed as PENDING
     * @param recorded how many of them PostgreSQL contains; Redis now shows their outcome
     * @param queued how many of them the topic contains
     * @param refused how many were refused as NOT_RECEIVED
     * @param young how many are younger than a minute, and are not changed
     */
    record Settled(int pending, int recorded, int queued, int refused, int young) {
        @Override
        public String toString() {
            return "Redis showed " + pending + " purchases as PENDING: " + recorded + " were recorded before, " + queued
                    + " are in the topic and will be recorded, " + refused
                    + " are gone and were refused as NOT_RECEIVED, "
                    + young + " are younger than a minute and were left PENDING";
        }
    }

    /**
     * @param wanted the partitions whose purchases are settled
     */
    Settled settle(Standing standing, IntPredicate wanted) {
        Set<MessageId> pending = boards.pending().ids();
        Map<MessageId, Purchase.Pending> open = new HashMap<>();
        Set<MessageId> recorded = new HashSet<>();
        for (List<MessageId> batch : Batches.of(pending, BATCH)) {
            List<Purchase> found = books.books().tickets().find(batch);
            boards.boards().purchases().show(found);
            found.forEach(purchase -> recorded.add(purchase.id()));
            batch.stream()
                    .filter(id -> !recorded.contains(id))
                    .forEach(id -> pending(id, standing, wanted).ifPresent(purchase -> open.put(id, purchase)));
        }
        Map<Integer, Long> from = new HashMap<>();
        standing.positions().forEach((number, lane) -> {
            if (wanted.test(number)) {
                from.put(number, lane.position().next());
            }
        });
        Set<MessageId> queued = topic.find(open.keySet(), from);
        open.keySet().removeAll(queued);
        Instant old = books.clock().instant().minus(ON_ITS_WAY);
        List<Purchase.Pending> gone = open.values().stream()
                .filter(purchase -> purchase.since().isBefore(old))
                .toList();
        gone.forEach(this::refuse);
        return new Settled(pending.size(), recorded.size(), queued.size(), gone.size(), open.size() - gone.size());
    }

    private Optional<Purchase.Pending> pending(MessageId id, Standing standing, IntPredicate wanted) {
        return boards.boards()
                .purchases()
                .find(id)
                .filter(Purchase.Pending.class::isInstance)
                .map(Purchase.Pending.class::cast)
                .filter(purchase -> wanted.test((int) (purchase.message().race().value() % standing.partitions())));
    }

    private void refuse(Purchase.Pending gone) {
        Purchase now = books.books().tickets().refuseUnreceived(gone.message());
        boards.boards().purchases().show(List.of(now));
    }
}
