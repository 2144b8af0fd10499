package keiba.adapter.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.wire.Decimal;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.LogContext;
import keiba.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A request whose parts are parsed strictly; a part that cannot be parsed ends the request with a problem. */
final class Ask {
    /**
     * The largest length of a body. Every body of the API is shorter, even a race of 18 horses with names of 200
     * characters.
     */
    static final int MAX_BODY = 64 * 1024;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** The last accepted year. PostgreSQL cannot store every date that Java can represent. */
    private static final int LAST_YEAR = 9_999;

    private final ServerRequest request;
    private final @Nullable Principal principal;
    private final String address;

    /**
     * @param address the address of the client, as far as it is known
     */
    Ask(ServerRequest request, @Nullable Principal principal, String address) {
        this.request = request;
        this.principal = principal;
        this.address = address;
    }

    /** Returns the address of the client. */
    String address() {
        return address;
    }

    /** Returns the path as it was sent. */
    String path() {
        return request.prologue().uriPath().rawPath();
    }

    /** Returns the caller. Every endpoint that names roles has one. */
    Principal principal() {
        if (principal == null) {
            throw new ProblemException(Problem.unauthenticated("the request has no token"));
        }
        return principal;
    }

    /** Returns the JSON object in the body. */
    Fields body() {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!isJson(type)) {
            throw new ProblemException(Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be JSON",
                    "the request must have the header Content-Type: application/json"));
        }
        return Fields.of(Json.read(bytes()));
    }

    /** Returns whether this content type is JSON. Parameters are ignored, because JSON defines none. Source: RFC 9110, 8.3.1; RFC 8259, 11. */
    static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /**
     * Returns the value that a reader parses from the body.
     *
     * @param impossible returns the problem for a body that is well-formed but has impossible values
     */
    static <T> T read(Supplier<T> reader, Function<WireException, Problem> impossible) {
        try {
            return reader.get();
        } catch (WireException refused) {
            if (refused.kind() == WireException.FaultKind.MALFORMED) {
                throw refused;
            }
            throw new ProblemException(impossible.apply(refused));
        }
    }

    private byte[] bytes() {
        if (!request.content().hasEntity()) {
            throw new ProblemException(Problem.malformed("the request has no body; a JSON object is expected"));
        }
        try (InputStream body = request.content().inputStream()) {
            byte[] read = body.readNBytes(MAX_BODY + 1);
            if (read.length > MAX_BODY) {
                throw new ProblemException(tooLarge());
            }
            return read;
        } catch (IOException cutOff) {
            throw new ProblemException(Problem.malformed("the body ended before its announced length"));
        }
    }

    static Problem tooLarge() {
        return Problem.of(
                ProblemType.TOO_LARGE, "The body is too large", "the body may have at most " + MAX_BODY + " bytes");
    }

    RaceId raceId() {
        RaceId race = new RaceId(number("race_id", RaceId.MAX));
        LogContext.race(race);
        return race;
    }

    UserId userId() {
        return new UserId(number("user_id", UserId.MAX));
    }

    private long number(String name, long max) {
        String text = request.path().pathParameters().get(name);
        OptionalLong number = Decimal.parse(text);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > max) {
            throw new ProblemException(Problem.notFound(name + " " + text + " does not exist"));
        }
        return number.getAsLong();
    }

    /** Returns a UUID in the path; anything else is not found. */
    UUID uuid(String name) {
        UUID id = Fields.uuidOf(request.path().pathParameters().get(name))
                .orElseThrow(() -> new ProblemException(Problem.notFound("the path has no valid " + name)));
        if (name.equals("message_id")) {
            LogContext.message(id);
        }
        return id;
    }

    Optional<String> query(String name) {
        return single(queryAll(name), name);
    }

    /** Returns the value of a field that may be given at most once. */
    private static Optional<String> single(List<String> values, String name) {
        if (values.size() > 1) {
            throw new ProblemException(
                    Problem.malformed(name + ": given " + values.size() + " times; at most once is allowed"));
        }
        return values.stream().findFirst();
    }

    /** Returns every value of a parameter that can be repeated, in the order of the query. */
    List<String> queryAll(String name) {
        return request.query().all(name, List::of);
    }

    /** Returns a moment as RFC 3339 writes it, in UTC or with an offset. */
    Optional<Instant> queryInstant(String name) {
        return query(name, text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException notAMoment) {
                return Optional.empty();
            }
        });
    }

    Optional<RaceId> queryRaceId(String name) {
        return query(name, text -> positive(text).filter(RaceId::isPossible).map(RaceId::new));
    }

    Optional<UUID> queryUuid(String name) {
        return query(name, Fields::uuidOf);
    }

    Optional<Long> queryNumber(String name) {
        return query(name, Ask::positive);
    }

    private static Optional<Long> positive(String text) {
        OptionalLong number = Decimal.parse(text);
        return number.isPresent() && number.getAsLong() > 0 ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    Optional<LocalDate> queryDate(String name) {
        return query(name, text -> {
            try {
                return Optional.of(LocalDate.parse(text))
                        .filter(day -> day.getYear() >= 1 && day.getYear() <= LAST_YEAR);
            } catch (DateTimeException notADate) {
                return Optional.empty();
            }
        });
    }

    /** Returns the day in {@code date}. */
    LocalDate requireDate() {
        return queryDate("date")
                .orElseThrow(() -> new ProblemException(
                        Problem.malformed("date: missing; the parameter is required, for example ?date=2026-11-22")));
    }

    /** Returns the listener of a stream: the boards of {@code types}, or all, and the last event that the client has received. */
    Listener listener() {
        return new Listener(address, queryConstants("types", BetType.class), lastEventId());
    }

    /** Returns the id in the header, which a browser sends when it reconnects; a script that reconnects cannot set it and uses the query. */
    private Optional<String> lastEventId() {
        return request.headers()
                .first(HeaderNames.create("Last-Event-ID"))
                .or(() -> query("last_event_id"))
                .filter(id -> !id.isEmpty());
    }

    /**
     * Returns the constants of an enumeration whose names are in a parameter, separated by commas; all constants if the
     * parameter is missing.
     */
    private <E extends Enum<E>> Set<E> queryConstants(String name, Class<E> type) {
        return query(name, text -> constantsOf(type, text)).orElseGet(() -> EnumSet.allOf(type));
    }

    private static <E extends Enum<E>> Optional<Set<E>> constantsOf(Class<E> type, String list) {
        Set<E> constants = EnumSet.noneOf(type);
        for (String text : list.split(",", -1)) {
            Optional<E> constant = constantOf(type, text);
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            constants.add(constant.get());
        }
        return Optional.of(constants);
    }

    <E extends Enum<E>> Optional<E> queryConstant(String name, Class<E> type) {
        return query(name, text -> constantOf(type, text));
    }

    /** Returns the constant of an enumeration whose name is in the path; any other text is answered as not found. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = request.path().pathParameters().get(name);
        return constantOf(type, text)
                .orElseThrow(() -> new ProblemException(Problem.notFound("the path has no valid " + name)));
    }

    private static <E extends Enum<E>> Optional<E> constantOf(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst();
    }

    private <T> Optional<T> query(String name, Function<String, Optional<T>> reader) {
        Optional<String> text = query(name);
        return text.map(given -> reader.apply(given)
                .orElseThrow(() -> new ProblemException(Problem.malformed(name + ": the value is not valid"))));
    }

    /** Returns the largest number of items to return: 100 by default, at most 1,000. */
    int limit() {
        long asked = queryNumber("limit").orElse((long) DEFAULT_LIMIT);
        return (int) Math.min(asked, MAX_LIMIT);
    }

    Optional<IdempotencyKey> idempotencyKey() {
        return single(request.headers().all(HeaderNames.create("Idempotency-Key"), List::of), "Idempotency-Key")
                .map(Ask::key);
    }

    private static IdempotencyKey key(String text) {
        if (!IdempotencyKey.isPossible(text)) {
            throw new ProblemException(
                    Problem.malformed("Idempotency-Key: must have 1 to " + IdempotencyKey.MAX_LENGTH + " characters"));
        }
        return new IdempotencyKey(text);
    }

    IdempotencyKey requireIdempotencyKey() {
        return idempotencyKey()
                .orElseThrow(() ->
                        new ProblemException(Problem.malformed("Idempotency-Key: missing; the header is required")));
    }

    /** Returns the time that the client is willing to wait for a more complete answer. */
    Optional<Duration> preferredWait() {
        return WaitPreference.of(request.headers().all(HeaderNames.create("Prefer"), List::of));
    }

    /** Returns whether the client has this version already. */
    boolean has(String etag) {
        return EntityTags.hold(request.headers().all(HeaderNames.IF_NONE_MATCH, List::of), etag);
    }
}
