package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import keiba.bootstrap.serve.Api.Answer;
import keiba.bootstrap.serve.Api.NoAnswerException;

/**
 * Clients that buy one ticket after the other. Each purchase has its own Idempotency-Key; a client that gets no answer or an unknown outcome
 * repeats the purchase with the same key at the next service until it is accepted. All receipts are kept.
 */
final class Crowd implements AutoCloseable {
    /** A purchase is always under way, and most of the processors' time is left for the services under test and other tests. */
    private static final long BETWEEN_PURCHASES_NANOS = 30_000_000;

    private static final long BETWEEN_ATTEMPTS_NANOS = 50_000_000;

    private final RaceDay day;
    private final List<Api> services;
    private final List<String> tokens;
    private final AtomicInteger purchases = new AtomicInteger();
    private final Map<String, String> receipts = new ConcurrentHashMap<>();
    private final Map<String, String> uncertain = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean racesClose;
    private volatile boolean stopping;

    private Crowd(RaceDay day, List<Api> services, List<String> tokens, int clients) {
        this.day = day;
        this.services = services;
        this.tokens = tokens;
        this.clients = Executors.newFixedThreadPool(clients);
        for (int client = 0; client < clients; client++) {
            running.add(this.clients.submit(this::buyOn));
        }
    }

    /** Starts the clients with these tokens; they use these services in turn. */
    static Crowd start(RaceDay day, List<Api> services, List<String> tokens, int clients) {
        return new Crowd(day, services, tokens, clients);
    }

    /** From now on sales of races end, and the answer that a race is closed is final: the purchase is not made. */
    void expectClosedRaces() {
        racesClose = true;
    }

    private void buyOn() {
        while (!stopping) {
            buy(purchases.incrementAndGet());
            LockSupport.parkNanos(BETWEEN_PURCHASES_NANOS);
        }
    }

    private void buy(int number) {
        String key = key(number);
        String token = token(number);
        String purchase = day.purchase(number);
        for (int attempt = number;
                !isAccepted(services.get(attempt % services.size()), token, key, purchase);
                attempt++) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
        }
    }

    private static String key(int number) {
        return "k" + number;
    }

    private String token(int number) {
        return tokens.get(number % tokens.size());
    }

    private boolean isAccepted(Api service, String token, String key, String purchase) {
        try {
            Answer answer = service.post("/v1/purchases", token, key, purchase);
            if (answer.status() == 202) {
                keep(key, answer);
                return true;
            }
            if (answer.status() == 503 || answer.status() == 429 || answer.isOfTheGateway()) {
                note(key, answer);
                count(answer.status() + " " + answer.problem());
                return false;
            }
            if (racesClose && answer.problem().equals("race-not-open")) {
                uncertain.remove(
                        key); // the outcome is known now; a wrong one is found when recorded purchases are counted
                return true;
            }
            surprises.add(key + ": " + answer);
            return true;
        } catch (NoAnswerException gone) {
            count("no answer");
            return false;
        }
    }

    private void count(String failure) {
        failures.computeIfAbsent(failure, first -> new LongAdder()).increment();
    }

    /** Returns the number of repeated attempts so far by their answers. */
    SortedMap<String, Long> failures() {
        SortedMap<String, Long> counts = new TreeMap<>();
        failures.forEach((failure, count) -> counts.put(failure, count.sum()));
        return counts;
    }

    private void keep(String key, Answer answer) {
        String before = receipts.put(key, answer.messageId());
        if (before != null) {
            surprises.add(key + ": a second receipt, " + answer.messageId() + " after " + before);
        }
    }

    /** The id in an answer of unknown outcome must be the final id of the purchase. */
    private void note(String key, Answer answer) {
        if (answer.problem().equals("outcome-unknown")) {
            uncertain.put(key, answer.messageId());
        }
    }

    /** How many purchases have been accepted so far. */
    int accepted() {
        return receipts.size();
    }

    /** Lets the clients finish their current purchases, for which a service must be running. */
    @Override
    public void close() {
        stopping = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(120, TimeUnit.SECONDS)) {
                clients.shutdownNow(); // the service does not return; missing purchases are found when they are counted
            }
        } catch (InterruptedException stop) {
            clients.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the message ids of all accepted purchases, after the end. */
    Set<String> receipts() throws ExecutionException, InterruptedException {
        for (Future<?> client : running) {
            client.get();
        }
        assertThat(surprises).isEmpty();
        assertThat(receipts).containsAllEntriesOf(uncertain);
        return Set.copyOf(receipts.values());
    }

    /** Returns the latest purchases whose status is PENDING for their buyers. */
    List<String> pending(Api service, int latest) {
        List<String> pending = new ArrayList<>();
        int last = purchases.get();
        for (int number = Math.max(1, last - latest + 1); number <= last; number++) {
            Answer answer = service.get("/v1/purchases/" + receipts.get(key(number)), token(number));
            if (answer.status() != 200 || answer.body().path("status").asText().equals("PENDING")) {
                pending.add(answer.toString());
            }
        }
        return pending;
    }
}
