package keiba.bootstrap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import keiba.adapter.http.Role;
import keiba.bootstrap.faults.ApiClient.Answer;
import keiba.bootstrap.faults.ApiClient.Request;

/**
 * Bettors who buy one ticket after the other, each with a new idempotency key, and repeat an uncertain request with the
 * same key until its outcome is certain.
 */
final class Buyers {
    static final int FIRST_USER = 1_000;
    static final int USERS = 30;
    private static final int THREADS = 4;
    private static final int HORSES = 8;
    private static final long BETWEEN_PURCHASES_NANOS = 40_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final ApiClient api;
    private final Supplier<List<Long>> onSale;
    private final Findings findings;
    private final String run = Long.toString(ThreadLocalRandom.current().nextLong(), 36);
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong repeated = new AtomicLong();
    private final Map<String, Receipt> receipts = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * An accepted purchase.
     *
     * @param begunNanos the value of {@link System#nanoTime} before its first request was sent
     */
    private record Receipt(String messageId, long race, long begunNanos) {}

    /** @param onSale the races that can be bought now */
    Buyers(ApiClient api, Supplier<List<Long>> onSale, Findings findings) {
        this.api = api;
        this.onSale = onSale;
        this.findings = findings;
    }

    void start(long seed) {
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = new SplittableRandom(seed + thread);
            threads.add(Thread.ofVirtual().start(() -> buyOn(random)));
        }
    }

    private void buyOn(SplittableRandom random) {
        try {
            while (!stopping) {
                List<Long> races = onSale.get();
                if (!races.isEmpty()) {
                    buy(races.get(random.nextInt(races.size())), random.nextInt(USERS), random.nextInt(HORSES));
                }
                LockSupport.parkNanos(BETWEEN_PURCHASES_NANOS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unexpected) {
            findings.add("a bettor's client failed: " + unexpected);
        }
    }

    /** Returns a new purchase of 100 yen. */
    private Request purchase(long race, int user, int horse) {
        return new Request(
                "POST",
                "/v1/purchases",
                api.token(FIRST_USER + user, Role.BETTOR),
                Optional.of(run + "-" + number.incrementAndGet()),
                "{\"race_id\":" + race + ",\"bet_type\":\"WIN\",\"horse_number\":" + (horse + 1) + ",\"amount\":100}");
    }

    /** Buys a ticket, and repeats the request until its outcome is certain. */
    private void buy(long race, int user, int horse) throws InterruptedException {
        Request purchase = purchase(race, user, horse);
        long begun = System.nanoTime();
        boolean[] first = {true};
        Optional<Answer> last = api.until(LIMIT, purchase, answer -> {
            if (!first[0]) {
                repeated.incrementAndGet();
            }
            first[0] = false;
            return !answer.isToBeRepeated();
        });
        if (last.isEmpty() || last.get().isToBeRepeated()) {
            findings.add("purchase " + purchase.key().orElse("") + " was not answered within " + LIMIT.toSeconds()
                    + " s; the last answer is " + last);
        } else {
            take(purchase, last.get(), race, begun);
        }
    }

    /** Records the final answer to a purchase. */
    private void take(Request purchase, Answer answer, long race, long begun) {
        if (answer.status() == 202) {
            receipts.put(
                    purchase.key().orElseThrow(),
                    new Receipt(answer.body().path("message_id").asText(), race, begun));
        } else if (!answer.problem().equals("race-not-open")) {
            findings.add("a purchase was answered " + answer);
        }
    }

    /**
     * Returns the accepted purchases whose first request was sent after a time.
     *
     * @param nanos by {@link System#nanoTime}
     * @return the message ids by race; a race without any is absent
     */
    Map<Long, List<String>> acceptedSince(long nanos) {
        return receipts.values().stream()
                .filter(receipt -> receipt.begunNanos() - nanos > 0)
                .collect(Collectors.groupingBy(
                        Receipt::race, Collectors.mapping(Receipt::messageId, Collectors.toUnmodifiableList())));
    }

    long repeated() {
        return repeated.get();
    }

    /** Waits until the bettors have finished their current purchases, and returns the ids of all accepted purchases. */
    List<String> stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return receipts.values().stream().map(Receipt::messageId).toList();
    }
}
