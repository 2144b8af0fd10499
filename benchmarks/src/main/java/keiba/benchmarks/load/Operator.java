package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Performs the work of operators and cashiers over REST: declares races, takes deposits, closes races, enters results,
 * and pays.
 */
final class Operator implements AutoCloseable {
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
    private static final Pattern RESULT_VERSION = Pattern.compile("\"result_version\":(\\d+)");

    private final HttpConnection connection;
    private final String first;
    private final String second;

    /**
     * @param first the token of an operator and cashier
     * @param second the token of another operator, who confirms what the first one entered
     */
    Operator(int port, String first, String second) throws IOException {
        this.connection = new HttpConnection(port);
        this.first = first;
        this.second = second;
    }

    /** Declares races that start a day from now, and opens them. Races that exist already stay as they are. */
    void open(List<Integer> races) throws IOException {
        for (int race : races) {
            if (connection.send(HttpConnection.get(path(race), "")).status() == 404) {
                post("/v1/races", first, race(race));
                post(path(race) + "/open", first, "");
            }
        }
    }

    /** Gives the users 1 to this number a balance that lasts. Repeating it changes nothing. */
    void deposit(int users) throws IOException {
        for (int user = 1; user <= users; user++) {
            require(HttpConnection.post(
                    "/v1/accounts/" + user + "/deposits",
                    first,
                    "Idempotency-Key: load\r\n",
                    "{\"amount\":10000000000}"));
        }
    }

    void close(int race) throws IOException {
        post(path(race) + "/close", first, "");
    }

    /** Sets the end of sales. */
    void endSalesAt(int race, Instant deadline) throws IOException {
        String card = require(HttpConnection.get(path(race), "")).text();
        Matcher post = Pattern.compile("\"post_time\":\"([^\"]+)\"").matcher(card);
        if (!post.find()) {
            throw new IOException("a race without post_time: " + card);
        }
        require(HttpConnection.request(
                "PUT",
                path(race) + "/schedule",
                first,
                "",
                "{\"post_time\":\"" + post.group(1) + "\",\"deadline\":\"" + deadline + "\"}"));
    }

    /** Waits until a board shows sales. */
    void awaitSales(String path) throws IOException {
        await(path, answer -> !answer.text().contains("\"sales\":0,"));
    }

    /** Waits until all boards of a race are final; the moment at which that was seen, in nanoseconds. */
    long awaitFinalOdds(int race) throws IOException {
        await(path(race) + "/odds/WIN", answer -> answer.text().contains("\"kind\":\"FINAL\""));
        await(path(race) + "/odds", answer -> !answer.text().contains("\"kind\":\"PROVISIONAL\""));
        return System.nanoTime();
    }

    /** Enters a result, has it confirmed as soon as the odds are final, and returns the moment of the confirmation. */
    long makeOfficial(int race) throws IOException {
        awaitFinalOdds(race);
        String order = IntStream.rangeClosed(1, Purchases.RUNNERS)
                .mapToObj(horse -> "[" + horse + "]")
                .collect(Collectors.joining(","));
        String entered = require(HttpConnection.request(
                        "PUT", path(race) + "/result", first, "", "{\"order\":[" + order + "],\"not_placed\":[]}"))
                .text();
        Matcher version = RESULT_VERSION.matcher(entered);
        if (!version.find()) {
            throw new IOException("a result without result_version: " + entered);
        }
        post(path(race) + "/result/confirmation", second, "{\"result_version\":" + version.group(1) + "}");
        return System.nanoTime();
    }

    /** Waits until the payouts of a race are calculated, which begins by itself; the moment, in nanoseconds. */
    long awaitCalculated(int race) throws IOException {
        await(path(race), answer -> answer.text().contains("\"state\":\"PAYABLE\""));
        return System.nanoTime();
    }

    /** Has all payouts of a race paid, and waits until they are; the moment, in nanoseconds. */
    long pay(int race) throws IOException {
        byte[] request = HttpConnection.post(path(race) + "/payouts/execution", first, "", "");
        await(request, answer -> answer.status() == 200);
        return System.nanoTime();
    }

    private void await(String path, Predicate<HttpConnection.Whole> condition) throws IOException {
        await(HttpConnection.get(path, ""), condition);
    }

    private void await(byte[] request, Predicate<HttpConnection.Whole> condition) throws IOException {
        long begin = System.nanoTime();
        for (HttpConnection.Whole answer = require(request); !condition.test(answer); answer = require(request)) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new IOException("waited " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s in vain: "
                        + new String(request, StandardCharsets.UTF_8)
                                .lines()
                                .findFirst()
                                .orElse(""));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /** Returns the body of {@code GET} for a path, as it was sent. */
    HttpConnection.Whole get(String path, String headers) throws IOException {
        return require(HttpConnection.get(path, headers));
    }

    private void post(String path, String token, String body) throws IOException {
        require(HttpConnection.post(path, token, "", body));
    }

    private HttpConnection.Whole require(byte[] request) throws IOException {
        HttpConnection.Whole answer = connection.send(request);
        if (answer.status() / 100 != 2) {
            throw new IOException("answered " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    private static String path(int race) {
        return "/v1/races/" + race;
    }

    private static String race(int id) {
        Instant post = Instant.now().plus(Duration.ofDays(1));
        String day = post.plus(Duration.ofHours(9)).toString().substring(0, 10);
        String runners = IntStream.rangeClosed(1, Purchases.RUNNERS)
                .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                .collect(Collectors.joining(","));
        return "{\"race_id\":" + id + ",\"date\":\"" + day + "\",\"venue\":\"Sapporo\",\"race_number\":" + (1 + id % 12)
                + ",\"name\":\"Load\",\"post_time\":\"" + post + "\",\"runners\":[" + runners + "]}";
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
