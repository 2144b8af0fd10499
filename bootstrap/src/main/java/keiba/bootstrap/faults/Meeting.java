package keiba.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.adapter.http.Role;
import keiba.bootstrap.faults.ApiClient.Answer;
import keiba.bootstrap.faults.ApiClient.Request;

/**
 * Runs races one after the other: each is opened, closed at its deadline, gets a result that another operator confirms,
 * and is paid.
 */
final class Meeting {
    private static final int ON_SALE = 4;
    private static final int HORSES = 8;
    private static final long FIRST_OPERATOR = 1;
    private static final long SECOND_OPERATOR = 2;
    private static final Duration FIRST_SALES = Duration.ofSeconds(20);
    private static final Duration SALES = Duration.ofSeconds(40);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final long BETWEEN_LOOKS_NANOS = 200_000_000;
    private static final int RACES_A_DAY = 12;

    private final ApiClient api;
    private final Findings findings;
    private final ConcurrentSkipListSet<Long> onSale = new ConcurrentSkipListSet<>();
    private final AtomicInteger paid = new AtomicInteger();
    private final List<Thread> races = new ArrayList<>();
    private volatile boolean stopping;
    private long last;

    Meeting(ApiClient api, Findings findings) {
        this.api = api;
        this.findings = findings;
    }

    /** Returns the races that are on sale now, by number. */
    List<Long> onSale() {
        return List.copyOf(onSale);
    }

    /** Returns the number of races that have been paid. */
    int paid() {
        return paid.get();
    }

    /**
     * Opens the first races, each with a different deadline, and returns when they are on sale. Later a new race is
     * opened whenever one closes.
     */
    void start() throws InterruptedException {
        for (int race = 0; race < ON_SALE; race++) {
            begin(FIRST_SALES.plus(FIRST_SALES.multipliedBy(race).dividedBy(ON_SALE)));
        }
        long start = System.nanoTime();
        while (onSale.size() < ON_SALE && System.nanoTime() - start < LIMIT.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private synchronized void begin(Duration sales) {
        if (!stopping) {
            long race = ++last;
            races.add(Thread.ofVirtual().start(() -> live(race, sales)));
        }
    }

    private void live(long race, Duration sales) {
        try {
            Instant deadline = Instant.now().plus(sales).truncatedTo(ChronoUnit.SECONDS);
            command("POST", "/v1/races", FIRST_OPERATOR, declaration(race, deadline), Answer::isDone);
            command("POST", path(race, "/open"), FIRST_OPERATOR, "", Answer::isDone);
            onSale.add(race);
            sleepUntil(deadline);
            onSale.remove(race);
            begin(SALES);
            settle(race);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            findings.add("race " + race + ": " + failed.getMessage());
        } finally {
            onSale.remove(race);
        }
    }

    private void settle(long race) throws InterruptedException {
        look(path(race, "/odds"), Meeting::isFinal, "final odds of race " + race);
        String order = IntStream.rangeClosed(1, HORSES)
                .mapToObj(horse -> "[" + horse + "]")
                .collect(Collectors.joining(","));
        Answer posted = command(
                "PUT",
                path(race, "/result"),
                FIRST_OPERATOR,
                "{\"order\":[" + order + "],\"not_placed\":[]}",
                answer -> answer.status() == 200);
        command(
                "POST",
                path(race, "/result/confirmation"),
                SECOND_OPERATOR,
                "{\"result_version\":" + posted.body().path("result_version") + "}",
                answer -> answer.status() == 200);
        look(
                path(race, ""),
                body -> body.path("state").asText().equals("PAYABLE"),
                "calculated payouts of race " + race);
        command("POST", path(race, "/payouts/execution"), FIRST_OPERATOR, "", answer -> answer.status() == 200);
        paid.incrementAndGet();
    }

    private static boolean isFinal(JsonNode body) {
        return !body.path("boards").isEmpty()
                && body.path("boards")
                        .valueStream()
                        .allMatch(board -> board.path("kind").asText().equals("FINAL"));
    }

    private static String path(long race, String rest) {
        return "/v1/races/" + race + rest;
    }

    private static String declaration(long race, Instant deadline) {
        Instant post = deadline.plusSeconds(60);
        String runners = IntStream.rangeClosed(1, HORSES)
                .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                .collect(Collectors.joining(","));
        return "{\"race_id\":" + race + ",\"date\":\""
                + post.atOffset(ZoneOffset.ofHours(9)).toLocalDate() + "\",\"venue\":\"Sapporo\",\"race_number\":"
                + ((race - 1) % RACES_A_DAY + 1) + ",\"name\":\"Race " + race + "\",\"post_time\":\"" + post
                + "\",\"deadline\":\"" + deadline + "\",\"runners\":[" + runners + "]}";
    }

    /**
     * Sends a command until it has the expected answer. Operators repeat a command with an uncertain outcome, and each
     * of these commands can be repeated.
     */
    private Answer command(String method, String path, long operator, String body, Predicate<Answer> isDone)
            throws InterruptedException {
        Request request = new Request(method, path, api.token(operator, Role.OPERATOR), Optional.empty(), body);
        return api.until(LIMIT, request, isDone)
                .filter(isDone)
                .orElseThrow(() -> new IllegalStateException(
                        method + " " + path + " was not done within " + LIMIT.toSeconds() + " s"));
    }

    private void look(String path, Predicate<JsonNode> isGood, String what) throws InterruptedException {
        Predicate<Answer> good = answer -> answer.status() == 200 && isGood.test(answer.body());
        if (api.until(LIMIT, api.get(path, ""), good).filter(good).isEmpty()) {
            throw new IllegalStateException("no " + what + " within " + LIMIT.toSeconds() + " s");
        }
    }

    private void sleepUntil(Instant time) throws InterruptedException {
        while (Instant.now().isBefore(time)) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    /** Starts no more races, and waits until the current ones are closed, settled and paid. */
    void finish() throws InterruptedException {
        List<Thread> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(races);
        }
        for (Thread race : all) {
            race.join();
        }
    }
}
