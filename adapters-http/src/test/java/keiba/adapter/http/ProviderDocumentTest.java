package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import keiba.application.failure.ServerUnavailable;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and caching a document of an identity provider. */
@Timeout(60)
class ProviderDocumentTest {
    private static final Duration TOLERANCE = Duration.ofMinutes(30);

    private final HandClock clock = new HandClock(Samples.NOW);
    private final ProviderServer provider = new ProviderServer();
    private final ProviderDocument<String> document = document(ProviderDocument.READ_WITHIN);

    private ProviderDocument<String> document(Duration readWithin) {
        return new ProviderDocument<>(
                "keys", provider.address(), ProviderDocumentTest::parse, TOLERANCE, readWithin, clock);
    }

    private static String parse(String text) throws ParseException {
        if (text.startsWith("key")) {
            return text;
        }
        throw new ParseException("s3cret", 0);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private static void assertAway(ProviderDocument<String> asked, String... why) {
        assertThatExceptionOfType(ServerUnavailable.class)
                .isThrownBy(asked::newest)
                .withMessageContainingAll(why);
    }

    @Test
    void reads_the_document_on_demand_at_most_every_5_seconds() {
        provider.publish("key 1");
        assertThat(document.known()).isEmpty();
        assertThat(document.ageSeconds()).isNaN();
        assertThat(document.newest()).isEqualTo("key 1");
        provider.publish("key 2");
        assertThat(document.known()).hasValue("key 1");
        clock.advance(ProviderDocument.BETWEEN_READS.minusMillis(1));
        assertThat(document.newest()).isEqualTo("key 1");
        assertThat(provider.requests()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(document.newest()).isEqualTo("key 2");
        assertThat(document.known()).hasValue("key 2");
        assertThat(provider.requests()).isEqualTo(2);
        clock.advance(Duration.ofMillis(1_500));
        assertThat(document.ageSeconds()).isEqualTo(1.5);
    }

    @Test
    void refreshes_the_document_every_5_minutes_and_sooner_after_a_failure() {
        provider.publish("key 1");
        document.refresh();
        clock.advance(ProviderDocument.FRESH.minusMillis(1));
        document.refresh();
        assertThat(provider.requests()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        provider.answer(500, "key");
        assertThatExceptionOfType(ServerUnavailable.class).isThrownBy(document::refresh);
        clock.advance(ProviderDocument.BETWEEN_READS);
        provider.publish("key 2");
        document.refresh();
        assertThat(document.known()).hasValue("key 2");
    }

    @Test
    void uses_the_last_document_until_the_outage_tolerance_ends() {
        provider.publish("key 1");
        document.refresh();
        provider.answer(503, "");
        clock.advance(ProviderDocument.FRESH.plus(TOLERANCE).minusMillis(1));
        assertAway(document, "keys", "127.0.0.1", "503", "the keys read at " + Samples.NOW + " are used until ");
        assertThat(document.known()).hasValue("key 1");
        clock.advance(Duration.ofMillis(1));
        assertThat(document.known()).isEmpty();
        clock.advance(ProviderDocument.BETWEEN_READS);
        provider.publish("key 2");
        assertThat(document.newest()).isEqualTo("key 2");
        assertThat(document.known()).hasValue("key 2");
    }

    @Test
    void retries_a_failed_read_once_immediately_and_again_after_5_seconds() {
        provider.answer(500, "");
        for (int i = 0; i < 10; i++) {
            assertAway(document, "500", "no earlier keys are known");
        }
        assertThat(provider.requests()).isEqualTo(2);
        assertThat(document.counts().stream()
                        .map(count -> count.name() + " " + count.value().getAsLong()))
                .containsExactly("keiba_identity_provider_reads 1", "keiba_identity_provider_read_failures 1");
        clock.advance(ProviderDocument.BETWEEN_READS);
        assertAway(document, "500");
        assertThat(provider.requests()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html>", "{\"keys\":[]}", "\u0000"})
    void rejects_an_unreadable_document_and_does_not_quote_it(String text) {
        provider.publish("key 1");
        document.refresh();
        clock.advance(ProviderDocument.FRESH);
        provider.answer(200, text);
        assertThatExceptionOfType(ServerUnavailable.class)
                .isThrownBy(document::refresh)
                .withMessageContaining("the answer does not contain the keys")
                .withMessageNotContaining("s3cret");
        assertThat(document.known()).hasValue("key 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 401, 403, 404, 429, 500, 502, 503, 599})
    void rejects_an_answer_whose_status_is_not_200(int status) {
        provider.answer(status, status == 204 ? "" : "key 1");
        assertThatExceptionOfType(ServerUnavailable.class).isThrownBy(document::refresh);
        assertThat(document.known()).isEmpty();
    }

    @Test
    void rejects_an_answer_above_the_size_limit() {
        provider.publish("key" + " ".repeat(ProviderDocument.MOST_BYTES - 4));
        document.refresh();
        clock.advance(ProviderDocument.FRESH);
        provider.publish("key" + " ".repeat(ProviderDocument.MOST_BYTES));
        assertThatExceptionOfType(ServerUnavailable.class).isThrownBy(document::refresh);
        assertThat(document.known().orElseThrow()).hasSize(ProviderDocument.MOST_BYTES - 1);
    }

    @Test
    void stops_waiting_for_a_provider_that_does_not_answer() {
        ProviderDocument<String> asked = document(Duration.ofMillis(100));
        provider.hang();
        assertAway(asked, "no earlier keys are known");
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void stops_reading_an_answer_that_does_not_end_in_time() throws InterruptedException {
        ProviderDocument<String> asked = document(Duration.ofMillis(100));
        provider.drip();
        assertAway(asked, "the answer was not complete within 100 ms");
        while (provider.cutOff() < 2) {
            Thread.onSpinWait(); // ends at the time limit of the test at the latest
        }
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void concurrent_callers_share_one_read_and_those_above_the_limit_do_not_wait() throws Exception {
        ProviderDocument<String> asked = document(Duration.ofMillis(500));
        provider.hang();
        int all = ProviderDocument.MOST_WAITING * 4;
        CountDownLatch turnedAway = new CountDownLatch(all - ProviderDocument.MOST_WAITING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < all; i++) {
                asking.add(threads.submit(() -> {
                    try {
                        return asked.newest();
                    } catch (ServerUnavailable away) {
                        if (String.valueOf(away.getMessage()).contains("too many requests are waiting for it")) {
                            turnedAway.countDown();
                        }
                        return "";
                    }
                }));
            }
            assertThat(turnedAway.await(30, TimeUnit.SECONDS)).isTrue();
            for (Future<?> each : asking) {
                assertThat(each.get()).isEqualTo("");
            }
        }
        assertThat(provider.requests()).isEqualTo(2);
    }

    @Test
    void returns_the_known_document_while_a_refresh_is_running() throws Exception {
        provider.publish("key 1");
        document.refresh();
        provider.hang();
        clock.advance(ProviderDocument.FRESH);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> refreshing = threads.submit(() -> assertAway(document, "are used until"));
            while (provider.requests() < 2) {
                Thread.onSpinWait();
            }
            assertThat(document.known()).hasValue("key 1");
            assertThat(refreshing.isDone()).isFalse();
            refreshing.get();
        }
    }

    @Test
    void refuses_an_address_that_is_not_http() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProviderDocument<>(
                        "keys", URI.create("redis://host/keys"), String::valueOf, TOLERANCE, clock));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 404, 500})
    void the_failure_message_names_the_host_and_no_password(int status) {
        URI address =
                URI.create("http://user:s3cret@127.0.0.1:" + provider.address().getPort() + "/keys?key=s3cret");
        provider.answer(status, "s3cret");
        if (status == 0) {
            provider.close();
        }
        assertThatExceptionOfType(ServerUnavailable.class)
                .isThrownBy(new ProviderDocument<>("keys", address, String::valueOf, TOLERANCE, clock)::refresh)
                .withMessageContaining("127.0.0.1")
                .withMessageNotContaining("s3cret");
    }
}
