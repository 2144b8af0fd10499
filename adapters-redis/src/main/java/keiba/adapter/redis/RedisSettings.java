package keiba.adapter.redis;

import java.net.URI;
import java.time.Duration;
import keiba.application.purchase.PurchaseStatusBoard;

/**
 * Where Redis is, and how long to wait for it.
 *
 * @param url such as {@code redis://127.0.0.1:6379}
 * @param timeout for a connection and for an answer; a board that is slower than this counts as away
 * @param connections at most this many at once
 * @param purchasesKept how long the state of a purchase is shown before it is looked up in the books; usually {@link PurchaseStatusBoard#KEPT}
 */
public record RedisSettings(URI url, Duration timeout, int connections, Duration purchasesKept) {

    /** Without the user and the password in the address. */
    @Override
    public String toString() {
        return "Redis at " + url.getHost() + ":" + url.getPort();
    }

    /** A server with the usual waits. */
    public static RedisSettings of(URI url) {
        return new RedisSettings(url, Duration.ofSeconds(1), 64, PurchaseStatusBoard.KEPT);
    }
}
