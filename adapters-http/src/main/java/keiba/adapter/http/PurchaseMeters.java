package keiba.adapter.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.RefusalReason;

/**
 * Counts the answers to purchase requests. Every counter exists from the start, so that no counter has to be looked up
 * by name.
 */
final class PurchaseMeters {
    private final Counter keyed;
    private final Counter unkeyed;
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);
    private final Counter keyReused;
    private final Counter queueUnavailable;
    private final Counter outcomeUnknown;
    private final Counter unavailable;

    PurchaseMeters(MeterRegistry registry) {
        this.keyed = accepted(registry, "keyed");
        this.unkeyed = accepted(registry, "unkeyed");
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(reason, refused(registry, reason.name()));
        }
        this.keyReused = refused(registry, "KEY_REUSED");
        this.queueUnavailable = failed(registry, "queue-unavailable");
        this.outcomeUnknown = failed(registry, "outcome-unknown");
        this.unavailable = failed(registry, "unavailable");
    }

    private static Counter accepted(MeterRegistry registry, String key) {
        return Counter.builder("keiba_purchases_accepted")
                .description(
                        "Requests to buy that were answered 202, repetitions with the same Idempotency-Key included")
                .tag("key", key)
                .register(registry);
    }

    private static Counter refused(MeterRegistry registry, String reason) {
        return Counter.builder("keiba_purchases_refused")
                .description("Requests to buy that were refused before they reached the queue")
                .tag("reason", reason)
                .register(registry);
    }

    private static Counter failed(MeterRegistry registry, String problem) {
        return Counter.builder("keiba_purchases_failed")
                .description("Requests to buy that were answered 503")
                .tag("problem", problem)
                .register(registry);
    }

    /** @param withKey whether the request had an Idempotency-Key */
    void count(PlacePurchase.PurchaseOutcome outcome, boolean withKey) {
        Counter counter = switch (outcome) {
            case PlacePurchase.Accepted accepted -> withKey ? keyed : unkeyed;
            case PlacePurchase.PurchaseRefused reason -> refused.getOrDefault(reason.reason(), keyReused);
            case PlacePurchase.KeyReused reused -> keyReused;
            case PlacePurchase.QueueUnavailable none -> queueUnavailable;
            case PlacePurchase.OutcomeUnknown unknown -> outcomeUnknown;
            case PlacePurchase.Unavailable none -> unavailable;
        };
        counter.increment();
    }
}
