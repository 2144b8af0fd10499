package keiba.adapter.redis;

import java.net.URI;
import java.time.Duration;
import keiba.application.purchase.PurchaseStatusBoard;

/**
 * The address of Redis and the time limits of its commands.
 *
 * @param url such as {@code redis://127.0.0.1:6379}
 * @param timeout the time-out of connecting and of a reply; a board that is slower counts as unavailable
 * @param connections the largest number of connections
 * @param purchasesKept the time for which the status of a purchase is shown; later it is looked up in the books;
 *     usually {@link PurchaseStatusBoard#KEPT}
 * @param access the settings for finding Redis and logging in to it that its address does not contain
 */
public record RedisSettings(URI url, Duration timeout, int connections, Duration purchasesKept, RedisAccess access) {

    /** Creates settings with the address alone. */
    public RedisSettings(URI url, Duration timeout, int connections, Duration purchasesKept) {
        this(url, timeout, connections, purchasesKept, RedisAccess.BY_ADDRESS);
    }

    /** Returns a text without the user and the password in the address. */
    @Override
    public String toString() {
        return "Redis at " + url.getHost() + ":" + url.getPort() + ", " + access;
    }

    /** Returns the settings of a server with the default time limits. */
    public static RedisSettings of(URI url) {
        return new RedisSettings(url, Duration.ofSeconds(1), 64, PurchaseStatusBoard.KEPT);
    }

    /** Returns the same settings with other access. */
    public RedisSettings with(RedisAccess other) {
        return new RedisSettings(url, timeout, connections, purchasesKept, other);
    }
}
