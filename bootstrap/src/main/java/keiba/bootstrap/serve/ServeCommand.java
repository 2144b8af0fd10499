package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(name = "serve", description = "Run the service until it is stopped.")
public final class ServeCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--embedded", description = "Start PostgreSQL, Kafka and Redis too, with their data in var/.")
    private boolean embedded;

    @Option(
            names = "--development",
            description = "Without jwt.jwks, accept tokens of the local development key (./keiba token).")
    private boolean development;

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
        } catch (IllegalArgumentException failed) {
            throw new CommandFailedException(String.valueOf(failed.getMessage()));
        }
    }

    private Integer serve() throws InterruptedException, CommandFailedException {
        Configuration configuration = configuration(System.getenv());
        LogSettings.of(configuration).use();
        LocalService service = start(configuration);
        out.println(service.readyLine());
        service.awaitStop();
        return 0;
    }

    private LocalService start(Configuration configuration) throws CommandFailedException {
        if (embedded) {
            return LocalService.startEmbedded(configuration);
        }
        return LocalService.start(configuration, development ? Mode.DEVELOPMENT : Mode.PRODUCTION);
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
}
