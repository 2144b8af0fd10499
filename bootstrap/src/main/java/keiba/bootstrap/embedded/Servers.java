package keiba.bootstrap.embedded;

import java.nio.file.Path;
import java.util.Map;
import keiba.bootstrap.CommandFailedException;
import keiba.embedded.EmbeddedServerException;
import keiba.embedded.EmbeddedServers;

/** The embedded PostgreSQL, Kafka and Redis servers of this process. */
public final class Servers implements AutoCloseable {
    private final EmbeddedServers running;

    private Servers(EmbeddedServers running) {
        this.running = running;
    }

    /**
     * Starts the servers with their data in a directory. A server that dies is started again on the same port.
     *
     * @throws CommandFailedException if one does not start
     * @throws NoClassDefFoundError if their libraries are not on the class path; thrown before this method begins
     */
    public static Servers start(Path data) throws CommandFailedException {
        try {
            return new Servers(EmbeddedServers.start(data).keepRunning());
        } catch (EmbeddedServerException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    /** Returns the addresses of the servers by the names of the configuration. */
    public Map<String, String> addresses() {
        return running.addresses();
    }

    @Override
    public void close() {
        running.close();
    }
}
