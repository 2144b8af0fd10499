package keiba.adapter.http;

import org.jspecify.annotations.Nullable;

/** A request while it is served. Used only by the thread that serves it. */
final class Exchange {
    private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

    private final long begun = System.nanoTime();
    private RequestMeters.Route route;
    private boolean stream;
    private String user = "-";

    Exchange(RequestMeters.Route route) {
        this.route = route;
    }

    /** Makes this the request that the current thread serves. */
    void enter() {
        CURRENT.set(this);
    }

    /** Records that the current thread no longer serves a request. */
    static void leave() {
        CURRENT.remove();
    }

    /** Records the endpoint of the request that the current thread serves. */
    static void reached(RequestMeters.Route route) {
        Exchange current = CURRENT.get();
        if (current != null) {
            current.route = route;
        }
    }

    /** Records that the request that the current thread serves is answered with an event stream. */
    static void streams() {
        Exchange current = CURRENT.get();
        if (current != null) {
            current.stream = true;
            current.route.streamed();
        }
    }

    /** Records the user of the request that the current thread serves. */
    static void by(Principal principal) {
        Exchange current = CURRENT.get();
        if (current != null) {
            current.user = principal.user().toString();
        }
    }

    /** Returns the number of the user; {@code -} without a token that is accepted. */
    String user() {
        return user;
    }

    RequestMeters.Route route() {
        return route;
    }

    boolean isStream() {
        return stream;
    }

    /** Returns the time since the request began. */
    long nanos() {
        return System.nanoTime() - begun;
    }
}
