package keiba.bootstrap.embedded;

import java.nio.file.Path;
import java.util.Map;
import keiba.bootstrap.CommandFailedException;
import keiba.embedded.EmbeddedServer;
import keiba.embedded.EmbeddedServerException;
import keiba.embedded.EmbeddedServers;

/** PostgreSQL, Kafka and Redis servers that a fault run kills, suspends and starts again. */
public final class BreakableServers implements AutoCloseable {
    private final EmbeddedServers running;

    /** One of the servers. */
    public enum Which {
        POSTGRES,
        KAFKA,
        REDIS
    }

    private BreakableServers(EmbeddedServers running) {
        this.running = running;
    }

    /**
     * Starts them with their data in a directory.
     *
     * @throws CommandFailedException if one does not start
     * @throws NoClassDefFoundError if their libraries are not on the class path; thrown before this method begins
     */
    public static BreakableServers start(Path data) throws CommandFailedException {
        try {
            return new BreakableServers(EmbeddedServers.start(data));
        } catch (EmbeddedServerException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private EmbeddedServer server(Which which) {
        return switch (which) {
            case POSTGRES -> running.postgres();
            case KAFKA -> running.kafka();
            case REDIS -> running.redis();
        };
    }

    /** Returns the addresses of the servers by the names of the configuration. */
    public Map<String, String> addresses() {
        return running.addresses();
    }

    /** Returns the port of Redis, for its commands. */
    public int redisPort() {
        return running.redis().port();
    }

    /** Kills a server with {@code kill -9}. */
    public void kill(Which which) {
        server(which).kill();
    }

    /** Suspends a server. */
    public void pause(Which which) {
        server(which).pause();
    }

    /** Makes a server run and answer again, whatever was done to it before. */
    public void restore(Which which) {
        server(which).start();
        server(which).resume();
    }

    @Override
    public void close() {
        running.close();
    }
}
