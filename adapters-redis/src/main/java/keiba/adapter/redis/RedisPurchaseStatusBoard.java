package keiba.adapter.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseStatusBoard;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.PurchaseWire;
import keiba.wire.WireException;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.params.SetParams;

/** {@code purchase:{message_id}:status} and {@code purchase:{message_id}:detail}. */
final class RedisPurchaseStatusBoard implements PurchaseStatusBoard {
    private static final String SINCE = "keiba:purchases:since";

    private final RedisBoards redis;
    private final Duration kept;

    RedisPurchaseStatusBoard(RedisBoards redis, Duration kept) {
        this.redis = redis;
        this.kept = kept;
    }

    @Override
    public Optional<Purchase> claim(Purchase.Pending pending) {
        return redis.call(client ->
                        Optional.ofNullable(Script.CLAIM.run(client, keys(pending.id()), pendingDetail(pending))))
                .flatMap(detail -> read((String) detail));
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return Optional.ofNullable(redis.call(client -> client.get(detailKey(id))))
                .flatMap(RedisPurchaseStatusBoard::read);
    }

    /** A detail that cannot be read counts as missing: the books have it, or will. */
    private static Optional<Purchase> read(String text) {
        try {
            return Optional.of(PurchaseWire.read(Fields.of(Json.read(text))));
        } catch (WireException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public void release(Purchase.Pending claimed) {
        redis.call(client ->
                Optional.ofNullable(Script.RELEASE.run(client, keys(claimed.id()), List.of(detail(claimed)))));
    }

    @Override
    public void renew(Purchase.Pending pending) {
        redis.call(client -> Optional.ofNullable(Script.RENEW.run(client, keys(pending.id()), pendingDetail(pending))));
    }

    @Override
    public void show(Collection<Purchase> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        SetParams expiring = SetParams.setParams().ex(kept.toSeconds());
        redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                for (Purchase purchase : recorded) {
                    pipeline.set(detailKey(purchase.id()), detail(purchase), expiring);
                    pipeline.set(statusKey(purchase.id()), PurchaseWire.status(purchase), expiring);
                }
                pipeline.sync();
            }
            return recorded.size();
        });
    }

    @Override
    public Instant intactSince() {
        String since = redis.call(client -> String.valueOf(Script.SINCE.run(client, List.of(SINCE), List.of())));
        return Instant.ofEpochMilli(Long.parseLong(since));
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
