package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import keiba.bootstrap.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the service until it is stopped. */
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

    @Option(
            names = "--check",
            description = "Check the configuration and the servers, print a line for each check, and end;"
                    + " changes nothing. Exit code 1 if there is a fault.")
    private boolean check;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by the command line
    private CommandSpec spec;

    public ServeCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        if (check && embedded) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--check cannot be combined with --embedded; it checks servers that are already running");
        }
        Logging.setUp();
        try {
            return check ? check(configuration(System.getenv())) : serve();
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

    /** Prints the outcome of every check. */
    Integer check(Configuration configuration) throws CommandFailedException {
        List<Finding> findings = Checkup.of(configuration, mode(), InstantSource.system());
        findings.forEach(finding -> out.println(Printable.of(finding.line())));
        long faults = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.FAULT)
                .count();
        if (faults > 0) {
            throw new CommandFailedException(faults + " of " + findings.size() + " checks found a fault");
        }
        return 0;
    }

    private Mode mode() {
        return development ? Mode.DEVELOPMENT : Mode.PRODUCTION;
    }

    private LocalService start(Configuration configuration) throws CommandFailedException {
        if (embedded) {
            return LocalService.startEmbedded(configuration);
        }
        return LocalService.start(configuration, mode());
    }

    /** Returns the defaults, then the file, then the environment, then the command line. */
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
