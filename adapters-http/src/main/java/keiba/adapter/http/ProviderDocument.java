package keiba.adapter.http;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import keiba.application.failure.ServerUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * A document that an identity provider publishes, such as its keys. It is cached, and still used while the provider is
 * unavailable.
 *
 * <p>Clients must not be able to flood the provider with requests, and a provider that hangs must not delay this
 * service. Therefore the document is read at most once in {@link #BETWEEN_READS}, by one thread; an attempt ends after
 * {@link #READ_WITHIN}, however slowly the answer arrives; and at most {@link #MOST_WAITING} requests wait for it. The
 * caching sources of the JWT library have none of these limits, because they read while holding a lock for which every
 * request waits.
 *
 * @param <T> the parsed content of the document
 */
final class ProviderDocument<T> {
    /** After this time {@link #refresh} reads the document again. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** The minimum time from one read to the next, for all callers together. */
    static final Duration BETWEEN_READS = Duration.ofSeconds(5);

    /** The longest duration of one of the {@link #ATTEMPTS} of a read. */
    static final Duration READ_WITHIN = Duration.ofSeconds(2);

    /** The largest number of requests that wait for the document. */
    static final int MOST_WAITING = 32;

    /** The largest size of a document. Documents of well-known providers have 1 kB to 30 kB. */
    static final int MOST_BYTES = 512 * 1_024;

    private static final int ATTEMPTS = 2;

    private final String what;
    private final URL address;
    private final Parser<T> parser;
    private final Duration kept;
    private final InstantSource clock;
    private final int withinMillis;
    private final ResourceRetriever retriever;
    private final ReentrantLock reading = new ReentrantLock();
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final LongAdder reads = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile State<T> state =
            new State<>(null, Instant.MIN, Instant.MIN, new IOException("it has not been read yet"));

    /** Parses the text of a document. */
    @FunctionalInterface
    interface Parser<T> {
        /**
         * Returns the content of the text.
         *
         * @throws ParseException if the text is not such a document; an unchecked exception is possible, too
         */
        T parse(String text) throws ParseException;
    }

    /**
     * The last state of the document.
     *
     * @param value the content that was read last; null if it has never been read
     * @param readAt the time at which it was read
     * @param attemptedAt the time of the last attempt to read it
     * @param failure the failure of the last attempt; null if it succeeded
     */
    private record State<T>(
            @Nullable T value,
            Instant readAt,
            Instant attemptedAt,
            @Nullable IOException failure) {}

    /**
     * @param what names the document in messages and metrics
     * @param outageTolerance the time for which the document is still used if the provider no longer answers
     * @throws IllegalArgumentException if it is not an HTTP address
     */
    ProviderDocument(String what, URI address, Parser<T> parser, Duration outageTolerance, InstantSource clock) {
        this(what, address, parser, outageTolerance, READ_WITHIN, clock);
    }

    ProviderDocument(
            String what,
            URI address,
            Parser<T> parser,
            Duration outageTolerance,
            Duration readWithin,
            InstantSource clock) {
        this.what = what;
        this.withinMillis = Math.toIntExact(readWithin.toMillis());
        this.retriever = new DefaultResourceRetriever(withinMillis, withinMillis, MOST_BYTES);
        this.parser = parser;
        this.kept = FRESH.plus(outageTolerance);
        this.clock = clock;
        try {
            this.address = address.toURL();
        } catch (MalformedURLException unknownScheme) {
            throw new IllegalArgumentException("the address of the " + what + " is not an HTTP address", unknownScheme);
        }
    }

    /** Returns the document as it was last read; empty if that was too long ago, or it has never been read. */
    Optional<T> known() {
        State<T> now = state;
        return clock.instant().isBefore(end(now.readAt())) ? Optional.ofNullable(now.value()) : Optional.empty();
    }

    private Instant end(Instant readAt) {
        return readAt.equals(Instant.MIN) ? readAt : readAt.plus(kept);
    }

    /**
     * Returns the document, read now or at most {@link #BETWEEN_READS} ago.
     *
     * @throws ServerUnavailable if the last attempt to read it failed, or too many requests wait for it already
     */
    T newest() {
        State<T> before = state;
        if (isDue(before)) {
            if (!places.tryAcquire()) {
                throw away(before, new IOException("too many requests are waiting for it"));
            }
            try {
                readAgain(before);
            } finally {
                places.release();
            }
        }
        return checked(state);
    }

    /**
     * Reads the document again if it was read {@link #FRESH} ago, or the last attempt failed.
     *
     * @throws ServerUnavailable if the last attempt failed
     */
    void refresh() {
        State<T> before = state;
        boolean old = before.failure() != null
                || !clock.instant().isBefore(before.readAt().plus(FRESH));
        if (old && isDue(before)) {
            readAgain(before);
        }
        T unused = checked(state);
    }

    private T checked(State<T> now) {
        IOException failure = now.failure();
        if (failure != null) {
            throw away(now, failure);
        }
        return Objects.requireNonNull(now.value());
    }

    private boolean isDue(State<T> known) {
        return known.attemptedAt().equals(Instant.MIN)
                || !clock.instant().isBefore(known.attemptedAt().plus(BETWEEN_READS));
    }

    private ServerUnavailable away(State<T> now, IOException why) {
        String still = now.value() == null
                ? "no earlier " + what + " are known"
                : "the " + what + " read at " + now.readAt() + " are used until " + end(now.readAt());
        return new ServerUnavailable(
                "the " + what + " of the identity provider cannot be read from " + address.getHost() + " ("
                        + why.getMessage() + "); " + still,
                why);
    }

    /** Reads the document again, unless another thread did so while this one waited; then its result is used. */
    private void readAgain(State<T> before) {
        reading.lock();
        try {
            if (state.attemptedAt().equals(before.attemptedAt())) {
                state = read(before);
            }
        } finally {
            reading.unlock();
        }
    }

    private State<T> read(State<T> before) {
        State<T> read = attempt(before, 1);
        reads.increment();
        if (read.failure() != null) {
            failures.increment();
        }
        return read;
    }

    private State<T> attempt(State<T> before, int number) {
        try {
            T value = parser.parse(text());
            return new State<>(value, clock.instant(), clock.instant(), null);
        } catch (IOException unreachable) {
            return number < ATTEMPTS ? attempt(before, number + 1) : failed(before, unreachable);
        } catch (ParseException | RuntimeException otherText) {
            // its message may contain the text, which may be anything
            return failed(before, new IOException("the answer does not contain the " + what, otherText));
        }
    }

    private State<T> failed(State<T> before, IOException why) {
        return new State<>(before.value(), before.readAt(), clock.instant(), why);
    }

    /**
     * Returns the message of a failure without the address. The message of a failed connection often contains the whole
     * address, which may contain a password.
     */
    private String withoutAddress(@Nullable Throwable failure) {
        String message =
                failure instanceof IOException ? String.valueOf(failure.getMessage()) : String.valueOf(failure);
        return message.replace(address.toString(), "its address");
    }

    /** Returns the text of the document. A separate thread reads it, because the time limit of a socket applies to each read and not to the whole answer. */
    private String text() throws IOException {
        FutureTask<String> task =
                new FutureTask<>(() -> retriever.retrieveResource(address).getContent());
        Thread.ofVirtual().name("identity-provider").start(task);
        try {
            return task.get(withinMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new IOException("the answer was not complete within " + withinMillis + " ms", slow);
        } catch (ExecutionException failed) {
            throw new IOException(withoutAddress(failed.getCause()), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } finally {
            task.cancel(true); // this closes the connection if the answer was not read completely
        }
    }

    /** Returns how long ago the document was read, in seconds; not a number if it has never been read. */
    double ageSeconds() {
        Instant readAt = state.readAt();
        return readAt.equals(Instant.MIN)
                ? Double.NaN
                : Duration.between(readAt, clock.instant()).toMillis() / 1_000.0;
    }

    /** Returns the counters among the metrics. */
    List<Observed.Count> counts() {
        Map<String, String> labels = Map.of("document", what.replace(' ', '-'));
        return List.of(
                new Observed.Count("keiba_identity_provider_reads", labels, reads::sum),
                new Observed.Count("keiba_identity_provider_read_failures", labels, failures::sum));
    }
}
