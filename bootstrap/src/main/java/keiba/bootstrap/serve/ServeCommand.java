package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import keiba.bootstrap.embedded.Servers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(name = "serve", description = "Run the service until it is stopped.")
public final class ServeCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--embedded", description = "Start PostgreSQL, Kafka and Redis too, with their data in var/.")
    private boolean embedded;

    @Option(names = "--roles", paramLabel = "ROLE,…", description = "What this process does (default: everything).")
    private @Nullable String roles;

    @Option(names = "--config", paramLabel = "FILE", description = "A file of properties.")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "N", description = "The HTTP port (default: 8080).")
    private @Nullable String port;

    public ServeCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        Logging.setUp();
        try {
            return serve();
        } catch (IllegalArgumentException | IllegalStateException | InfrastructureFailure failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private Integer serve() throws InterruptedException, CommandFailedException {
        Configuration configuration = configuration(System.getenv());
        Path data = configuration.dataDirectory();
        Optional<Servers> servers = embedded ? Optional.of(Servers.start(data)) : Optional.empty();
        Configuration complete = servers.map(running -> configuration.withAddresses(running.addresses()))
                .orElse(configuration);
        Service service;
        try {
            service = Service.start(complete, embedded, InstantSource.system());
        } catch (RuntimeException failed) {
            servers.ifPresent(Servers::close);
            throw failed;
        }
        String url = "http://127.0.0.1:" + service.port();
        if (servers.isPresent()) {
            announce(data, url, servers.get().addresses());
        }
        out.println("keiba is ready: " + url + "  (documentation: " + url + "/docs)");
        awaitStop(service, servers);
        return 0;
    }

    /** The defaults, then the file, then the environment, then the command line. */
    Configuration configuration(Map<String, String> environment) {
        Configuration configuration = Configuration.defaults();
        if (config != null) {
            configuration = configuration.withFile(config);
        }
        configuration = configuration.withEnvironment(environment);
        if (roles != null) {
            configuration = configuration.with(Setting.ROLES, roles);
        }
        return port == null ? configuration : configuration.with(Setting.HTTP_PORT, port);
    }

    /** Writes where everything is, for whoever wants to look inside. */
    private static void announce(Path data, String url, Map<String, String> addresses) throws CommandFailedException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("http.url", url);
        all.putAll(addresses);
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        try {
            Path written = Files.writeString(data.resolve("embedded.properties.new"), text, StandardCharsets.UTF_8);
            Files.move(
                    written,
                    data.resolve("embedded.properties"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new CommandFailedException("cannot write to " + data + ": " + failed.getMessage());
        }
    }

    private static void awaitStop(Service service, Optional<Servers> servers) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            service.close();
            servers.ifPresent(Servers::close);
            stopped.countDown();
        }));
        stopped.await();
    }
}
