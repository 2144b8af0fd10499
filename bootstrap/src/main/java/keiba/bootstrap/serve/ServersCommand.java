package keiba.bootstrap.serve;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Logging;
import picocli.CommandLine.Command;

/** Runs the embedded servers without the service. */
@Command(
        name = "servers",
        description = {
            "Run PostgreSQL, Kafka and Redis without the service, until stopped; for trying out several processes on one machine.",
            "Their data is in var/ (KEIBA_DATA_DIR). Their addresses are in the file embedded.properties there, which is a file for",
            "--config: ./keiba serve --config var/embedded.properties --development --roles db-writer --port 0.",
            "Nothing is done to the tables: run ./keiba migrate, or let the first process do it."
        })
public final class ServersCommand implements Callable<Integer> {
    private final PrintStream out;

    public ServersCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailedException {
        Logging.setUp();
        try {
            Configuration configuration = Configuration.forDemo(System.getenv(), OptionalInt.empty());
            LocalServers servers = LocalServers.start(configuration);
            servers.addresses().entrySet().stream()
                    .filter(address -> !address.getKey().equals(Setting.POSTGRES_PASSWORD.property()))
                    .forEach(address -> out.println(address.getKey() + "=" + address.getValue()));
            out.println(
                    "the servers are ready; their addresses and the password are in " + configuration.addressFile());
            servers.awaitStop();
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailedException(String.valueOf(wrong.getMessage()));
        }
    }
}
