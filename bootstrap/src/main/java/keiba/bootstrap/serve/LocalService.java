package keiba.bootstrap.serve;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.AtExit;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.embedded.Servers;

/** The service in this process and, if requested, embedded servers. They stop in the right order when the process ends. */
public final class LocalService implements AutoCloseable {
    private final Configuration configuration;
    private final Service service;
    private final Runnable stopServers;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> tasksBeforeStop = new CopyOnWriteArrayList<>();

    /**
     * @param stopServers stops the embedded servers; their types are not used here, because these classes do not exist
     *     in production
     */
    private LocalService(Configuration configuration, Service service, Runnable stopServers) {
        this.configuration = configuration;
        this.service = service;
        this.stopServers = stopServers;
    }

    /**
     * Starts the service on the servers that the configuration names.
     *
     * @throws CommandFailedException if something does not start
     */
    static LocalService start(Configuration configuration, Mode mode) throws CommandFailedException {
        return stoppedAtExit(ending -> new LocalService(configuration, service(configuration, mode), () -> {}));
    }

    private static LocalService stoppedAtExit(AtExit.Start<LocalService> start) throws CommandFailedException {
        return AtExit.start("stop", start, LocalService::close);
    }

    /**
     * Starts servers, writes their addresses to the data directory, and starts the service with them.
     *
     * @throws CommandFailedException if something does not start
     */
    static LocalService startEmbedded(Configuration configuration) throws CommandFailedException {
        return stoppedAtExit(ending -> startEmbedded(configuration, ending));
    }

    private static LocalService startEmbedded(Configuration configuration, BooleanSupplier ending)
            throws CommandFailedException {
        Servers servers = LocalServers.servers(configuration.dataDirectory());
        Configuration complete =
                configuration.withAddresses(servers.addresses()).with(Setting.POSTGRES_MIGRATE, "true");
        Service service;
        try {
            if (ending.getAsBoolean()) {
                throw new CommandFailedException("stopped during the start");
            }
            service = service(complete, Mode.DEMONSTRATION);
        } catch (CommandFailedException | RuntimeException failed) {
            servers.close();
            throw failed;
        }
        return new LocalService(complete, service, servers::close).announced(servers.addresses());
    }

    /**
     * Starts everything on this machine. Of the environment only the data directory and, if absent here, the port are
     * used.
     *
     * @param port the HTTP port; absent for that of the environment, or the default
     * @throws CommandFailedException if something does not start
     */
    public static LocalService startForDemo(OptionalInt port) throws CommandFailedException {
        try {
            return startEmbedded(Configuration.forDemo(System.getenv(), port));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailedException(String.valueOf(wrong.getMessage()));
        }
    }

    private static Service service(Configuration configuration, Mode mode) throws CommandFailedException {
        try {
            return Service.start(configuration, mode, InstantSource.system());
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    /** Writes the addresses of the service and its servers to a file. */
    private LocalService announced(Map<String, String> addresses) throws CommandFailedException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(Configuration.SERVICE_ADDRESS, url());
        all.putAll(addresses);
        try {
            LocalServers.announce(configuration, all);
            return this;
        } catch (CommandFailedException failed) {
            close();
            throw failed;
        }
    }

    /** Returns the address of the service, such as {@code http://127.0.0.1:8080}. */
    public String url() {
        return "http://127.0.0.1:" + service.port();
    }

    /** Returns the line with the addresses of the service; those of the pages for people come first. */
    public String readyLine() {
        String page = configuration.servesPage() ? "page: " + url() + "/, " : "";
        return "keiba is ready: " + url() + "  (" + page + "documentation: " + url() + "/docs)";
    }

    /** Registers a task that runs once before the service stops. Clients in this process use it to finish their requests. */
    public void beforeStop(Runnable task) {
        tasksBeforeStop.add(task);
    }

    /** Returns whether it was told to stop, so that failures are to be expected. */
    public boolean isStopping() {
        return stopping.get();
    }

    /** Returns the violated invariants of the servers behind it, one line each. */
    public List<String> differences() throws InterruptedException {
        return VerifyCommand.differences(configuration);
    }

    /** Waits until it has stopped. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Stops the service, then its servers, and returns when they have stopped, also if another thread stops them. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            awaitOthers();
            return;
        }
        try {
            tasksBeforeStop.forEach(Runnable::run);
            service.close();
            stopServers.run();
        } finally {
            stopped.countDown();
        }
    }

    private void awaitOthers() {
        try {
            stopped.await();
        } catch (InterruptedException noTime) {
            Thread.currentThread().interrupt();
        }
    }
}
