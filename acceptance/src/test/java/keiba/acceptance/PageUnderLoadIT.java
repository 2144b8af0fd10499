package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import keiba.acceptance.Browser.Screen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures the page in a browser while bets of all types are bought on a race with 18 runners; docs/page.md says how to run it. It asserts
 * nothing about speed, which depends on the machine.
 */
@EnabledIfSystemProperty(
        named = "keiba.measure",
        matches = "true",
        disabledReason = "a measurement, run with -Dkeiba.measure=true")
class PageUnderLoadIT {
    private static final long RACE = 4_001;
    private static final int USERS = 50;
    private static final int PER_SECOND = Integer.getInteger("keiba.measure.purchases", 1_000);
    private static final Duration LOOK = Duration.ofSeconds(Integer.getInteger("keiba.measure.seconds", 10));

    private static final String PAINT =
            "const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;"
                    + "const { responseStart, domInteractive } = performance.getEntriesByType('navigation')[0];"
                    + "return `${Math.round(paint)} (first byte ${Math.round(responseStart)}, document read ${Math.round(domInteractive)})`";

    private final List<String> lines = new ArrayList<>();

    @Test
    void measures_first_paint_page_weight_and_long_tasks() throws IOException {
        Browser.assumeInstalled();
        KeibaProcess program = KeibaProcess.shared();
        Rest rest = new Rest(program);
        rest.open(
                RACE,
                "Measured",
                IntStream.rangeClosed(1, 18).mapToObj(horse -> "Horse " + horse).toList());
        List<String> tokens = IntStream.range(0, USERS)
                .mapToObj(user -> {
                    rest.deposit(10_000 + user, 100_000_000);
                    return rest.token(10_000 + user, "bettor");
                })
                .toList();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong accepted = new AtomicLong();
        Thread load = Thread.ofPlatform().start(() -> buy(program.address(), tokens, stop, accepted));
        try (Browser browser = Browser.open(program, Screen.DESKTOP)) {
            browser.await(".race-link");
            report(
                    "first paint of the races, in ms, under load, in a browser that has just started",
                    browser.script(PAINT));
            browser.script("window.tasks = []; new PerformanceObserver((list) =>"
                    + " window.tasks.push(...list.getEntries().map((each) => Math.round(each.duration))))"
                    + ".observe({ type: 'longtask' });");
            for (String view : List.of("WIN", "EXACTA", "TRIO", "TRIFECTA", "POOLS", "HISTORY")) {
                look(browser, view, accepted);
            }
            report(
                    "compressed page with everything, in kB",
                    browser.script(
                            "const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                                    + ".filter((each) => !each.name.includes('/v1/'));"
                                    + "return (loaded.reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000).toFixed(1)"));
            browser.go("");
            browser.reload();
            browser.await(".race-link");
            report(
                    "first paint of the races, in ms, under load, in a browser that has run for a while",
                    browser.script(PAINT));
            assertThat(browser.faults()).isEmpty();
        } finally {
            stop.set(true);
            join(load);
            Path file = Path.of("target", "page-under-load.txt");
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
    }

    private void look(Browser browser, String view, AtomicLong accepted) {
        browser.go("race/" + RACE + "/" + view);
        browser.await(view.equals("POOLS") ? ".shares" : view.equals("HISTORY") ? ".history" : ".cell");
        long bought = accepted.get();
        long began = System.nanoTime();
        browser.script(
                "window.tasks.length = 0; window.drawn = 0;"
                        + "const count = () => { window.drawn++; requestAnimationFrame(count); }; if (!window.counts) { window.counts = true; count(); }");
        Waiting.until("the end of the look", () -> System.nanoTime() - began > LOOK.toNanos());
        double seconds = (System.nanoTime() - began) / 1e9;
        List<?> tasks = (List<?>) Objects.requireNonNull(browser.script("return window.tasks"));
        long[] sorted = tasks.stream()
                .mapToLong(task -> ((Number) task).longValue())
                .sorted()
                .toArray();
        report(
                view,
                String.format(
                        Locale.ROOT,
                        "%.0f purchases/s, %.1f frames/s, long tasks: %d above 50 ms, %d above 200 ms, longest %d ms",
                        (accepted.get() - bought) / seconds,
                        ((Number) Objects.requireNonNull(browser.script("return window.drawn"))).doubleValue()
                                / seconds,
                        sorted.length,
                        Arrays.stream(sorted).filter(task -> task > 200).count(),
                        sorted.length == 0 ? 0 : sorted[sorted.length - 1]));
    }

    private void report(String what, @Nullable Object fact) {
        String line = what + ": " + fact;
        lines.add(line);
        System.out.println(line);
    }

    /** Buys bets of all types at a steady rate, if the machine is fast enough. */
    private static void buy(String address, List<String> tokens, AtomicBoolean stop, AtomicLong accepted) {
        SplittableRandom random = new SplittableRandom(7);
        Semaphore underWay = new Semaphore(200);
        long next = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!stop.get()) {
                next += 1_000_000_000L / PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
                underWay.acquireUninterruptibly();
                HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/purchases"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + tokens.get(random.nextInt(tokens.size())))
                        .POST(HttpRequest.BodyPublishers.ofString(bet(random)))
                        .build();
                var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .whenComplete((answer, failure) -> {
                            underWay.release();
                            if (answer != null && answer.statusCode() == 202) {
                                accepted.incrementAndGet();
                            }
                        });
            }
        }
    }

    private static String bet(SplittableRandom random) {
        int first = 1 + random.nextInt(18);
        int second = 1 + (first + random.nextInt(8)) % 18;
        int third = 1 + (second + random.nextInt(8)) % 18;
        List<Integer> numbers = List.of(first, second, third);
        String bet = switch (random.nextInt(8)) {
            case 0 -> single("WIN", first);
            case 1 -> single("PLACE", first);
            case 2 -> box("BRACKET_QUINELLA", List.of(1 + first % 8, 1 + (first + 1) % 8));
            case 3 -> box("QUINELLA", numbers);
            case 4 -> box("WIDE", numbers);
            case 5 -> box("EXACTA", numbers);
            case 6 -> box("TRIO", numbers);
            default -> box("TRIFECTA", numbers);
        };
        return "{\"race_id\":" + RACE + ",\"amount\":" + 100 * (1 + random.nextInt(10)) + "," + bet + "}";
    }

    private static String single(String type, int horse) {
        return "\"bet_type\":\"" + type + "\",\"horse_number\":" + horse;
    }

    private static String box(String type, List<Integer> numbers) {
        return "\"bet_type\":\"" + type + "\",\"selection\":{\"method\":\"BOX\",\"numbers\":" + numbers + "}";
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
