package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import keiba.bootstrap.AtExit;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.embedded.Servers;

/** Embedded servers without a service in this process. They stop with the process. */
final class LocalServers {
    private final Map<String, String> addresses;
    private final Runnable stopServers;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param stopServers stops the servers; a field of their type would need a class that is not on the class path in production */
    private LocalServers(Map<String, String> addresses, Runnable stopServers) {
        this.addresses = addresses;
        this.stopServers = stopServers;
    }

    /**
     * Starts servers, and writes their addresses to the data directory.
     *
     * @throws CommandFailedException if one of them does not start
     */
    static LocalServers start(Configuration configuration) throws CommandFailedException {
        return AtExit.start("stop", ending -> launch(configuration), LocalServers::stop);
    }

    private static LocalServers launch(Configuration configuration) throws CommandFailedException {
        Servers servers = servers(configuration.dataDirectory());
        try {
            announce(configuration, servers.addresses());
            return new LocalServers(servers.addresses(), servers::close);
        } catch (CommandFailedException | RuntimeException failed) {
            servers.close();
            throw failed;
        }
    }

    /**
     * Starts the servers of a data directory.
     *
     * @throws CommandFailedException if one of them does not start
     */
    static Servers servers(Path data) throws CommandFailedException {
        try {
            return Servers.start(data);
        } catch (NoClassDefFoundError absent) {
            throw new CommandFailedException(
                    "the embedded servers are not on the class path; run the command with ./keiba");
        }
    }

    /**
     * Writes the addresses of servers to the file from which commands read them.
     *
     * @throws CommandFailedException if that cannot be written
     */
    static void announce(Configuration configuration, Map<String, String> addresses) throws CommandFailedException {
        StringBuilder text = new StringBuilder();
        addresses.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        try {
            PrivateFile.replace(configuration.addressFile(), text.toString());
        } catch (IOException failed) {
            throw new CommandFailedException(
                    "cannot write to " + configuration.dataDirectory() + ": " + failed.getMessage());
        }
    }

    /** Returns the addresses of the servers by the names of the settings. */
    Map<String, String> addresses() {
        return addresses;
    }

    /** Waits until they have stopped. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void stop() {
        try {
            stopServers.run();
        } finally {
            stopped.countDown();
        }
    }
}
