package keiba.adapter.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that is closed when its client is too slow, and after an answer that says so. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    /** What {@link #idleTime} says of a connection that is to be closed; of any other it says zero. */
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

    /** A connection whose next request is being read, and could be interrupted, ends by itself: that request is the fault. */
    private void endAfterThis() {
        if (!canInterrupt()) {
            connection.close(false);
        }
    }

    /** Helidon asks this several times a second, and closes the connection when it is long. */
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
            // by the client, or a moment ago
        }
    }

    @Override
    public boolean canInterrupt() {
        return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
