package keiba.adapter.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that is closed when its client is too slow, and after an answer with {@code Connection: close}. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    /** The value of {@link #idleTime} for a connection that is to be closed; for any other connection it is zero. */
    static final Duration OVERDUE = Duration.ofDays(1);

    private final ServerConnection connection;
    private final GuardedContext context;
    private final ConnectionGuard guard;
    private final AtomicBoolean closedSlow = new AtomicBoolean();

    GuardedConnection(ServerConnection connection, GuardedContext context, ConnectionGuard guard) {
        this.connection = connection;
        this.context = context;
        this.guard = guard;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        context.onLastRequest(this::endAfterThis);
        try {
            connection.handle(limit);
            context.framing().drain();
        } finally {
            guard.ended(context.address());
        }
    }

    /**
     * Closes the connection after the request that is being served. Does nothing while a request is still being read: then that request is
     * malformed, and the connection is closed because of it.
     */
    private void endAfterThis() {
        if (!canInterrupt()) {
            connection.close(false);
        }
    }

    /** Helidon calls this several times a second and closes the connection when the value exceeds its limit. */
    @Override
    public Duration idleTime() {
        return context.deadline().isOver() ? OVERDUE : Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        if (context.deadline().isOver()) {
            closeSlow();
        } else {
            connection.close(interrupt);
        }
    }

    private void closeSlow() {
        if (closedSlow.compareAndSet(false, true)) {
            guard.closedSlow(context.address());
        }
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException closed) {
            // it is closed already
        }
    }

    @Override
    public boolean canInterrupt() {
        return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
