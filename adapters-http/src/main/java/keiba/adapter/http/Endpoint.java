package keiba.adapter.http;

import io.helidon.http.Method;
import java.util.Set;

/**
 * An endpoint of the API.
 *
 * @param path with parameters in braces, as in the OpenAPI file
 * @param roles the roles of which a caller needs one; empty if every caller is allowed, also without a token
 */
record Endpoint(Method method, String path, Set<Role> roles, Action action) {

    /** Answers a request. */
    @FunctionalInterface
    interface Action {
        Reply answer(Ask ask);
    }

    Endpoint {
        roles = Set.copyOf(roles);
    }

    static Endpoint get(String path, Action action, Role... roles) {
        return new Endpoint(Method.GET, path, Set.of(roles), action);
    }

    static Endpoint post(String path, Action action, Role... roles) {
        return new Endpoint(Method.POST, path, Set.of(roles), action);
    }

    static Endpoint put(String path, Action action, Role... roles) {
        return new Endpoint(Method.PUT, path, Set.of(roles), action);
    }
}
