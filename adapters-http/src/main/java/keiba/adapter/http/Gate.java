package keiba.adapter.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import keiba.application.failure.InfrastructureFailure;
import keiba.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests from the server to the endpoints: authenticates the caller, checks the roles and the request limit,
 * and converts every failure to a problem.
 */
final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());
    private static final String BEARER = "Bearer ";
    static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding");
    static final Header GZIP = HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "gzip");

    private final TokenVerifier verifier;
    private final RequestLimit limit;
    private final RequestMeters meters;
    private final Optional<HeaderName> addressHeader;

    /**
     * @param addressHeader the header to which a proxy appends the client's address
     */
    Gate(TokenVerifier verifier, RequestLimit limit, RequestMeters meters, Optional<String> addressHeader) {
        this.meters = meters;
        this.verifier = verifier;
        this.limit = limit;
        this.addressHeader = addressHeader.map(HeaderNames::create);
    }

    Handler handler(Endpoint endpoint) {
        RequestMeters.Route route = meters.route(endpoint);
        return (request, response) -> {
            Exchange.reached(route);
            send(request, response, answer(endpoint, request, () -> admit(request, endpoint.roles())));
        };
    }

    /** Returns a handler without authentication and without a request limit. */
    Handler unlimited(Endpoint endpoint) {
        RequestMeters.Route route = meters.route(endpoint);
        return (request, response) -> {
            Exchange.reached(route);
            send(request, response, answer(endpoint, request, () -> null));
        };
    }

    private Reply answer(Endpoint endpoint, ServerRequest request, Supplier<@Nullable Principal> admission) {
        try {
            Principal principal = admission.get();
            return endpoint.action().answer(new Ask(request, principal, address(request)));
        } catch (ProblemException ended) {
            return Reply.of(ended.problem());
        } catch (WireException unreadable) {
            return Reply.of(
                    Problem.malformed(unreadable.detail()).with(facts -> facts.put("field", unreadable.field())));
        } catch (InfrastructureFailure away) {
            LOG.log(System.Logger.Level.WARNING, "{0}", away.getMessage());
            return Reply.of(Problem.unavailable(
                    ProblemType.UNAVAILABLE,
                    "The service is temporarily unavailable",
                    "a database or message broker behind this service is not responding; repeat the request later"));
        } catch (RequestException | CloseConnectionException connection) {
            // the request is malformed, or the client closed the connection; Helidon answers and closes the connection
            throw connection;
        } catch (RuntimeException unexpected) {
            return Reply.of(unexpected(unexpected));
        }
    }

    /** Logs an unexpected failure once with a new id; the answer contains only this id. */
    static Problem unexpected(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "unexpected failure " + id, failure);
        return Problem.of(
                        ProblemType.INTERNAL,
                        "Internal error",
                        "the request failed because of an internal error; report this id to the operator: " + id)
                .with(facts -> facts.put("id", id));
    }

    private @Nullable Principal admit(ServerRequest request, Set<Role> roles) {
        if (roles.isEmpty()) {
            count(address(request));
            return null;
        }
        Principal principal = identify(request);
        Exchange.by(principal);
        count(principal.user());
        if (principal.roles().stream().noneMatch(roles::contains)) {
            throw new ProblemException(Problem.forbidden("the request requires one of the roles "
                    + roles.stream().map(Role::claim).sorted().toList()));
        }
        return principal;
    }

    private Principal identify(ServerRequest request) {
        try {
            return verifier.verify(token(request)
                    .orElseThrow(() -> new ProblemException(Problem.unauthenticated(
                            "the request must have exactly one header Authorization: Bearer <token>"))));
        } catch (ProblemException unidentified) {
            count(address(request));
            throw unidentified;
        }
    }

    private void count(Object asker) {
        if (!limit.admits(asker)) {
            throw new ProblemException(Problem.tooManyRequests());
        }
    }

    /** Returns the last address in the header, which the nearest proxy wrote; the client may have written everything before it. */
    private String address(ServerRequest request) {
        return ClientNetwork.of(addressHeader
                .map(header -> request.headers().values(header))
                .filter(given -> !given.isEmpty())
                .map(given -> given.getLast())
                .map(list -> list.substring(list.lastIndexOf(',') + 1).strip())
                .orElseGet(() -> request.remotePeer().host()));
    }

    /** Returns the token of a request; empty if there are two headers, because it is not clear which one is meant. */
    private static Optional<String> token(ServerRequest request) {
        return Optional.of(request.headers().all(HeaderNames.AUTHORIZATION, List::of))
                .filter(given -> given.size() == 1)
                .map(List::getFirst)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }

    /** Sends an answer. An answer to HEAD has the headers of an answer to GET, and no body. */
    static void send(ServerRequest request, ServerResponse response, Reply reply) {
        response.status(Status.create(reply.status()));
        if (!reply.mediaType().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, reply.mediaType());
        }
        if (reply.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        reply.headers().forEach((name, value) -> {
            if (name.equals(HeaderNames.VARY.defaultCase())) {
                response.headers().add(HeaderValues.create(name, value)); // in addition to the value for other origins
            } else {
                response.header(name, value);
            }
        });
        boolean compressed = isCompressed(request, reply);
        if (reply.isCompressible() || compressed) {
            response.headers().add(VARY);
        }
        if (compressed) {
            response.header(GZIP);
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            reply.events().ifPresent(EventStream::close);
            if (reply.events().isEmpty() && reply.hasBody()) {
                response.contentLength(compressed ? reply.compressed().length : reply.body().length);
            }
            response.send();
        } else if (reply.events().isPresent()) {
            Exchange.streams();
            reply.events().get().writeTo(response.outputStream(), compressed);
        } else if (!reply.hasBody()) {
            response.send();
        } else {
            response.send(compressed ? reply.compressed() : reply.body());
        }
    }

    /**
     * Returns whether the answer is compressed. A short body is compressed only for a client that refuses the plain
     * form.
     */
    private static boolean isCompressed(ServerRequest request, Reply reply) {
        if (!reply.isCompressible() && !reply.hasBody()) {
            return false;
        }
        List<String> accepted = request.headers().all(HeaderNames.ACCEPT_ENCODING, List::of);
        return AcceptedCodings.includeGzip(accepted)
                && (reply.isCompressible() || AcceptedCodings.excludeIdentity(accepted));
    }
}
