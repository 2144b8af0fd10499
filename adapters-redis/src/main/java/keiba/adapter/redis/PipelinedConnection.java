package keiba.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that concurrent callers share. A separate thread sends the waiting commands as one batch, reads their
 * replies in the same order, and then sends the commands that were submitted in the meantime. The more callers there
 * are, the fewer writes and reads are needed for each.
 *
 * <p>A caller waits for the reply to its own command, at most for the time-out, whatever happens to earlier commands.
 * If the time-out ends before the command was sent, the command is not sent; if it ends later, the reply is read and
 * dropped. The connection is closed, and every command of the batch without a reply fails, if the server closes the
 * connection, if it sends nothing for the time-out, or if a reply does not have the type that its command expects,
 * because then replies can no longer be assigned to commands. The next batch opens a new connection. No command is sent
 * twice.
 */
final class PipelinedConnection implements AutoCloseable {
    /** The largest number of commands that wait to be sent; further ones fail at once. */
    static final int MOST_WAITING = 10_000;

    private static final System.Logger LOG = System.getLogger(PipelinedConnection.class.getName());
    private static final int BATCH = 500;

    /** The idle time after which a connection is probed before a batch is sent, because the server may have closed it. */
    static final Duration IDLE = Duration.ofSeconds(10);

    private final Supplier<Connection> connect;
    private final Predicate<Connection> moved;
    private final Duration timeout;
    private final Duration idle;
    private final BlockingQueue<Submitted<?>> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closed;

    // used only by the thread
    private @Nullable Connection connection;
    private long lastUsed;

    private PipelinedConnection(
            String name, Supplier<Connection> connect, Predicate<Connection> moved, Duration timeout, Duration idle) {
        this.connect = connect;
        this.moved = moved;
        this.timeout = timeout;
        this.idle = idle;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::exchangeUntilClosed);
    }

    /**
     * Starts the thread; the server need not be available yet.
     *
     * @param connect opens a connection whose reads end after the time-out
     * @param moved returns whether new connections go to another server than this one; called before each batch
     * @param timeout the longest time that a caller waits for its reply
     * @param idle the time without a command after which the connection is probed; usually {@link #IDLE}
     */
    static PipelinedConnection open(
            String name, Supplier<Connection> connect, Predicate<Connection> moved, Duration timeout, Duration idle) {
        PipelinedConnection opened = new PipelinedConnection(name, connect, moved, timeout, idle);
        opened.thread.start();
        return opened;
    }

    /** A submitted command, and its reply once it has arrived. */
    static final class Submitted<T> {
        private final CommandObject<T> command;
        private final CompletableFuture<T> reply = new CompletableFuture<>();

        private Submitted(CommandObject<T> command) {
            this.command = command;
        }

        /** Sets the reply; returns false if the reply does not have the type that the command expects. */
        private boolean accept(Object raw) {
            if (raw instanceof JedisDataException refused) {
                fail(refused);
                return true;
            }
            try {
                reply.complete(command.getBuilder().build(raw));
                return true;
            } catch (RuntimeException anotherType) {
                fail(new JedisConnectionException("Redis sent a reply of an unexpected type", anotherType));
                return false;
            }
        }

        private void fail(RuntimeException failure) {
            reply.completeExceptionally(failure);
        }

        /**
         * Registers an action that is called with the cause if the command fails.
         *
         * @param action runs in the thread of the connection or in that of the caller; must not wait for a reply
         */
        void onFailure(Consumer<Throwable> action) {
            CompletableFuture<?> unused = reply.whenComplete((value, failure) -> {
                if (failure != null) {
                    action.accept(failure);
                }
            });
        }
    }

    /**
     * Submits a command, waits, and returns its reply.
     *
     * @throws JedisException as with an unshared connection: if the server refused the command, or if no reply arrives
     *     in time, in which case the command may have been executed or not
     */
    <T> T call(CommandObject<T> command) {
        return await(submit(command));
    }

    /**
     * Submits a command without waiting for its reply.
     *
     * @throws JedisException if it cannot be submitted; it is not sent then
     */
    <T> Submitted<T> submit(CommandObject<T> command) {
        Submitted<T> submitted = new Submitted<>(command);
        if (closed) {
            throw new JedisException("the connection is closed");
        }
        if (!waiting.offer(submitted)) {
            throw new JedisException(MOST_WAITING + " commands are waiting to be sent");
        }
        return submitted;
    }

    /** Returns the reply of a submitted command; fails as {@link #call} does. */
    <T> T await(Submitted<T> submitted) {
        try {
            return submitted.reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof JedisException known ? known : new JedisException(failed.getCause());
        } catch (TimeoutException late) {
            JedisException silent = new JedisException("no reply within " + timeout.toMillis() + " ms", late);
            submitted.fail(silent);
            throw silent;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            JedisException interrupted = new JedisException("interrupted", stopping);
            submitted.fail(interrupted);
            throw interrupted;
        }
    }

    private void exchangeUntilClosed() {
        List<Submitted<?>> batch = new ArrayList<>(BATCH);
        try {
            while (!closed) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                batch.removeIf(submitted -> submitted.reply.isDone());
                if (!batch.isEmpty()) {
                    exchange(batch);
                }
                batch.clear();
            }
        } catch (InterruptedException closing) {
            // close() interrupts
        } finally {
            closed = true;
            disconnect();
            failWaiting(batch);
        }
    }

    private void failWaiting(List<Submitted<?>> batch) {
        waiting.drainTo(batch);
        batch.forEach(submitted -> submitted.fail(new JedisException("the connection was closed")));
    }

    /** Sends a batch and reads its replies. */
    private void exchange(List<Submitted<?>> batch) {
        int answered = 0;
        try {
            Connection used = connection();
            for (Submitted<?> submitted : batch) {
                used.sendCommand(submitted.command.getArguments());
            }
            boolean matching = true;
            while (matching && answered < batch.size()) {
                matching = batch.get(answered).accept(reply(used));
                answered++;
            }
            if (!matching) {
                throw new JedisConnectionException("Redis sent an earlier reply of an unexpected type");
            }
            lastUsed = System.nanoTime();
        } catch (RuntimeException broken) {
            disconnect();
            failFrom(batch, answered, broken);
        } catch (Error unexpected) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Commands to Redis failed; the following commands use a new connection.",
                    unexpected);
            disconnect();
            failFrom(batch, answered, new JedisException(unexpected));
        }
    }

    private static void failFrom(List<Submitted<?>> batch, int answered, RuntimeException failure) {
        batch.subList(answered, batch.size()).forEach(submitted -> submitted.fail(failure));
    }

    private static Object reply(Connection used) {
        try {
            return used.getOne();
        } catch (JedisDataException refused) {
            return refused;
        }
    }

    private Connection connection() {
        if (connection != null && moved.test(connection)) {
            disconnect();
        }
        if (connection != null && System.nanoTime() - lastUsed > idle.toNanos() && !answers(connection)) {
            disconnect();
        }
        if (connection == null) {
            connection = connect.get();
        }
        return connection;
    }

    private static boolean answers(Connection idle) {
        try {
            return idle.ping();
        } catch (JedisException broken) {
            return false;
        }
    }

    private void disconnect() {
        if (connection == null) {
            return;
        }
        try {
            connection.disconnect();
        } catch (JedisException broken) {
            // the connection is closed anyway
        }
        connection = null;
    }

    /**
     * Makes all waiting commands fail, and ends the thread. A batch that was already sent ends first, within the
     * time-out.
     */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
