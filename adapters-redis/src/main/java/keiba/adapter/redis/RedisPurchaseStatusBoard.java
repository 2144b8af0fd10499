package keiba.adapter.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.wire.PurchaseWire;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/** Stores purchases under {@code purchase:{message_id}:status} and {@code purchase:{message_id}:detail}. */
final class RedisPurchaseStatusBoard implements PurchaseStatusBoard {
    private static final String SINCE = "keiba:purchases:since";

    /** The interval at which claims check since when Redis has lost no data. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final RedisBoards redis;
    private final Duration kept;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile boolean hasRenewed;

    RedisPurchaseStatusBoard(RedisBoards redis, Duration kept) {
        this.redis = redis;
        this.kept = kept;
    }

    @Override
    public Optional<Purchase> claim(Purchase.Pending pending) {
        return startClaim(pending).outcome();
    }

    @Override
    public Claiming startClaim(Purchase.Pending pending) {
        RedisBoards.Started claim = redis.start(Script.CLAIM, keys(pending.id()), claimArguments(pending, ""));
        return () -> {
            Object shown = claim.reply();
            lookAtMemory();
            return shown == null ? Optional.empty() : readOrClaim((String) shown, pending);
        };
    }

    @Override
    public KeyClaim claimKey(Purchase.Pending pending) {
        lookAtMemory();
        List<String> keys = List.of(
                statusKey(pending.id()),
                detailKey(pending.id()),
                SINCE,
                RedisRaceBoard.versionKey(pending.message().race()));
        if (!(redis.run(Script.CLAIM_KEY, keys, pendingDetail(pending)) instanceof List<?> reply)
                || reply.size() != 3) {
            throw new IllegalStateException("the script must return three values");
        }
        if (reply.get(0) instanceof String shown) {
            return new KeyClaim(readOrClaim(shown, pending), Optional.empty(), OptionalLong.empty());
        }
        Optional<Instant> intactSince = Stored.version((String) reply.get(1)).map(Instant::ofEpochMilli);
        OptionalLong raceVersion = Stored.version((String) reply.get(2)).stream()
                .mapToLong(Long::longValue)
                .findFirst();
        return new KeyClaim(Optional.empty(), intactSince, raceVersion);
    }

    /** Returns the shown purchase; if its text cannot be read, claims as if nothing were shown. */
    private Optional<Purchase> readOrClaim(String shown, Purchase.Pending pending) {
        return read(shown).or(() -> claimOver(shown, pending));
    }

    /**
     * Detects a loss of data soon after it happened; otherwise the time of the loss would be that of the first call of
     * {@link #intactSince}.
     */
    private void lookAtMemory() {
        long due = nextLook.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + BETWEEN_LOOKS.toNanos())) {
            intactSince();
        }
    }

    /** Claims a purchase whose shown text cannot be read, as if nothing were shown. */
    private Optional<Purchase> claimOver(String damaged, Purchase.Pending pending) {
        return Optional.ofNullable(redis.run(Script.CLAIM, keys(pending.id()), claimArguments(pending, damaged)))
                .map(String.class::cast)
                .map(shown -> read(shown).orElseThrow(() -> unreadable(pending.id())));
    }

    private static TemporaryFailure unreadable(MessageId id) {
        return new TemporaryFailure(
                "Redis: the value of " + detailKey(id) + " cannot be read",
                new IllegalStateException("damaged: " + detailKey(id)));
    }

    private List<String> claimArguments(Purchase.Pending pending, String damaged) {
        return List.of(detail(pending), Long.toString(kept.toSeconds()), damaged);
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

    /** The first call waits for the reply. After that the server has the script and runs it in the order of submission. */
    @Override
    public void renewSoon(Purchase.Pending pending) {
        if (!hasRenewed) {
            renew(pending);
            hasRenewed = true;
            return;
        }
        redis.start(Script.RENEW, keys(pending.id()), pendingDetail(pending)).forget();
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
        return PurchaseWire.text(purchase);
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
