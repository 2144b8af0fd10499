package keiba.adapter.redis;

import java.net.URI;
import java.time.Duration;
import keiba.application.purchase.PurchaseStatusBoard;

/**
 * The address of Redis and the time limits of its commands.
 *
 * @param url such as {@code redis://127.0.0.1:6379}
 * @param timeout for a connection and for an answer; a board that is slower than this counts as away
 * @param connections at most this many at once
 * @param purchasesKept how long the state of a purchase is shown before it is looked up in the books; usually {@link PurchaseStatusBoard#KEPT}
 * @param access how to find Redis and to log in to it, beyond what its address says
 */
public record RedisSettings(URI url, Duration timeout, int connections, Duration purchasesKept, RedisAccess access) {

    /** With nothing beyond the address. */
    public RedisSettings(URI url, Duration timeout, int connections, Duration purchasesKept) {
        this(url, timeout, connections, purchasesKept, RedisAccess.BY_ADDRESS);
    }

    /** Without the user and the password in the address. */
    @Override
    public String toString() {
        return "Redis at " + url.getHost() + ":" + url.getPort() + ", " + access;
    }

    /** Returns a server with the usual waits. */
    public static RedisSettings of(URI url) {
        return new RedisSettings(url, Duration.ofSeconds(1), 64, PurchaseStatusBoard.KEPT);
    }

    /** Returns the same with another way to find Redis and to log in to it. */
    public RedisSettings with(RedisAccess other) {
        return new RedisSettings(url, timeout, connections, purchasesKept, other);
    }
}
