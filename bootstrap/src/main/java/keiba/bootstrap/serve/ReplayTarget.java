package keiba.bootstrap.serve;

import keiba.adapter.postgres.PostgresBooks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The empty database into which purchases are rebuilt. */
public final class ReplayTarget {
    @Option(
            names = "--into",
            required = true,
            paramLabel = "URL",
            description = "An empty database: jdbc:postgresql://host:port/database.")
    private String into = "";

    @Option(
            names = "--into-user",
            paramLabel = "USER",
            defaultValue = "",
            description = "Its user; by default that of the books.")
    private String user = "";

    @Option(
            names = "--into-password-file",
            paramLabel = "FILE",
            description = "A file that holds the user's password; by default it is that of the books.")
    private @Nullable String passwordFile;

    /**
     * Opens the database that is rebuilt.
     *
     * @throws IllegalArgumentException if the address cannot be read
     */
    public PostgresBooks open(ConfiguredServers servers) {
        Configuration books = servers.configuration();
        Configuration target = books.with(Setting.POSTGRES_URL, into)
                .with(Setting.POSTGRES_USER, user.isEmpty() ? books.require(Setting.POSTGRES_USER) : user);
        return PostgresBooks.open(ServiceSettings.postgres(
                passwordFile == null
                        ? target
                        : target.with(
                                Setting.POSTGRES_PASSWORD, SecretFile.read("--into-password-file", passwordFile))));
    }
}
