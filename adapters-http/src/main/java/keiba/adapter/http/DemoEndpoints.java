package keiba.adapter.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import keiba.application.caller.UserId;
import keiba.wire.Fields;
import keiba.wire.Json;

/** The endpoint that issues a token to every caller; it exists only if the service runs for demonstration or development. */
final class DemoEndpoints {
    private static final Duration VALID = Duration.ofHours(12);

    private final Tokens tokens;
    private final InstantSource clock;

    DemoEndpoints(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.post("/v1/demo/tokens", this::token));
    }

    private Reply token(Ask ask) {
        Fields body = ask.body();
        long user = body.integer("user_id");
        if (!UserId.isPossible(user)) {
            throw new ProblemException(Problem.malformed("user_id: must be from 1 to 2^53 - 1, not " + user));
        }
        List<Role> roles = roles(body.texts("roles"));
        return Reply.json(
                201, Json.object().put("token", tokens.issue(new UserId(user), roles, clock.instant(), VALID)));
    }

    private static List<Role> roles(List<String> names) {
        List<Role> roles = new ArrayList<>();
        for (String name : names) {
            roles.add(Role.ofClaim(name)
                    .orElseThrow(() -> new ProblemException(Problem.malformed("roles: there is no role " + name))));
        }
        return roles;
    }
}
