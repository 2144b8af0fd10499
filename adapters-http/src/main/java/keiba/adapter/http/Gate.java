package keiba.adapter.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import keiba.application.failure.InfrastructureFailure;
import keiba.wire.WireException;

/** What stands between the server and the endpoints: who asks, may they, and how every failure becomes a problem. */
final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());
    private static final String BEARER = "Bearer ";

    private final TokenVerifier verifier;

    Gate(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    Handler handler(Endpoint endpoint) {
        return (request, response) -> send(response, answer(endpoint, request));
    }

    private Reply answer(Endpoint endpoint, ServerRequest request) {
        try {
            Principal principal = endpoint.roles().isEmpty() ? null : admit(request, endpoint.roles());
            return endpoint.action().answer(new Ask(request, principal));
        } catch (ProblemException ended) {
            return Reply.of(ended.problem());
        } catch (WireException unreadable) {
            return Reply.of(
                    Problem.malformed(unreadable.detail()).with(facts -> facts.put("field", unreadable.field())));
        } catch (InfrastructureFailure away) {
            LOG.log(System.Logger.Level.WARNING, "{0}", away.getMessage());
            return Reply.of(
                    Problem.unavailable("unavailable", "Try again", "a server behind this one does not answer"));
        } catch (RuntimeException unexpected) {
            return Reply.of(unexpected(unexpected));
        }
    }

    /** Nothing of an unexpected failure is told but an id, under which it is logged once. */
    static Problem unexpected(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "unexpected failure " + id, failure);
        return Problem.of(500, "internal", "Something went wrong", "ask the operator about " + id)
                .with(facts -> facts.put("id", id));
    }

    private Principal admit(ServerRequest request, Set<Role> roles) {
        Principal principal = verifier.verify(token(request)
                .orElseThrow(() -> new ProblemException(Problem.unauthenticated("Authorization: Bearer <token>"))));
        if (principal.roles().stream().noneMatch(roles::contains)) {
            throw new ProblemException(Problem.forbidden("needs one of the roles "
                    + roles.stream().map(Role::claim).sorted().toList()));
        }
        return principal;
    }

    private static Optional<String> token(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }

    static void send(ServerResponse response, Reply reply) {
        response.status(Status.create(reply.status()));
        response.header(HeaderNames.CONTENT_TYPE, reply.mediaType());
        if (reply.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        reply.headers().forEach((name, value) -> response.header(name, value));
        if (reply.events().isPresent()) {
            reply.events().get().writeTo(response.outputStream());
        } else if (reply.body().length == 0) {
            response.send();
        } else {
            response.send(reply.body());
        }
    }
}
