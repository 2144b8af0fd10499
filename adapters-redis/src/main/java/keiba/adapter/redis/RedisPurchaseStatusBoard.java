package keiba.adapter.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.wire.Json;
import keiba.wire.PurchaseWire;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/** {@code purchase:{message_id}:status} and {@code purchase:{message_id}:detail}. */
final class RedisPurchaseStatusBoard implements PurchaseStatusBoard {
    private static final String SINCE = "keiba:purchases:since";

    /** How often claims ask since when the memory is intact. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final RedisBoards redis;
    private final Duration kept;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

    RedisPurchaseStatusBoard(RedisBoards redis, Duration kept) {
        this.redis = redis;
        this.kept = kept;
    }

    @Override
    public Optional<Purchase> claim(Purchase.Pending pending) {
        lookAtMemory();
        return shownBefore(pending, "").flatMap(shown -> read(shown).or(() -> claimOver(shown, pending)));
    }

    /** Detects a loss of data soon after it happened; otherwise the loss would be dated to the first call that asks for it. */
    private void lookAtMemory() {
        long due = nextLook.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + BETWEEN_LOOKS.toNanos())) {
            intactSince();
        }
    }

    /** Claims as if nothing were shown, where what is shown cannot be read. */
    private Optional<Purchase> claimOver(String damaged, Purchase.Pending pending) {
        return shownBefore(pending, damaged).map(shown -> read(shown).orElseThrow(() -> unreadable(pending.id())));
    }

    private static TemporaryFailure unreadable(MessageId id) {
        return new TemporaryFailure(
                "Redis: unreadable, whatever is shown", new IllegalStateException("damaged: " + detailKey(id)));
    }

    /** What is shown and is not the damaged detail; empty when the pending purchase is shown now. */
    private Optional<String> shownBefore(Purchase.Pending pending, String damaged) {
        List<String> arguments = List.of(detail(pending), Long.toString(kept.toSeconds()), damaged);
        return Optional.ofNullable(redis.run(Script.CLAIM, keys(pending.id()), arguments))
                .map(String.class::cast);
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return read(redis.ask(all -> all.get(detailKey(id))));
    }

    private static Optional<Purchase> read(@Nullable String detail) {
        return Stored.read(detail, PurchaseWire::read);
    }

    @Override
    public boolean release(Purchase.Pending claimed) {
        return Long.valueOf(1).equals(redis.run(Script.RELEASE, keys(claimed.id()), List.of(detail(claimed))));
    }

    @Override
    public void renew(Purchase.Pending pending) {
        Object unused = redis.run(Script.RENEW, keys(pending.id()), pendingDetail(pending));
    }

    @Override
    public Map<MessageId, PlacePurchase.Status> statuses(Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<MessageId> asked = List.copyOf(ids);
        String[] keys = asked.stream().map(RedisPurchaseStatusBoard::statusKey).toArray(String[]::new);
        List<String> shown = redis.ask(all -> all.mget(keys));
        Map<MessageId, PlacePurchase.Status> statuses = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            for (PlacePurchase.Status status : PlacePurchase.Status.values()) {
                if (status.name().equals(shown.get(i))) {
                    statuses.put(asked.get(i), status);
                }
            }
        }
        return statuses;
    }

    @Override
    public void show(Collection<Purchase> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        SetParams expiring = SetParams.setParams().ex(kept.toSeconds());
        redis.write(pipeline -> recorded.stream()
                .flatMap(purchase -> show(purchase, expiring, pipeline))
                .toList());
    }

    private static Stream<Response<?>> show(Purchase purchase, SetParams expiring, AbstractPipeline pipeline) {
        Response<?> detail = pipeline.set(detailKey(purchase.id()), detail(purchase), expiring);
        Response<?> status = pipeline.set(statusKey(purchase.id()), PurchaseWire.status(purchase), expiring);
        return Stream.of(detail, status);
    }

    @Override
    public Instant intactSince() {
        String millis = String.valueOf(redis.run(Script.SINCE, List.of(SINCE), List.of()));
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private List<String> pendingDetail(Purchase.Pending pending) {
        return List.of(detail(pending), Long.toString(kept.toSeconds()));
    }

    private static String detail(Purchase purchase) {
        return Json.text(PurchaseWire.write(purchase));
    }

    private static List<String> keys(MessageId id) {
        return List.of(statusKey(id), detailKey(id));
    }

    private static String statusKey(MessageId id) {
        return "purchase:" + id + ":status";
    }

    private static String detailKey(MessageId id) {
        return "purchase:" + id + ":detail";
    }
}
