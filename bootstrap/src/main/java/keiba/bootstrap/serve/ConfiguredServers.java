package keiba.bootstrap.serve;

import java.nio.file.Path;
import java.time.Duration;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The servers that a command uses: those of the configuration, or the embedded ones that use this data directory. */
public final class ConfiguredServers {
    @Option(names = "--config", paramLabel = "FILE", description = "A file of properties.")
    private @Nullable Path config;

    private @Nullable Configuration read;

    /** Returns the configuration of the file, the environment and the running embedded servers; the later wins. It is read once. */
    Configuration configuration() {
        Configuration known = read;
        if (known == null) {
            known = read();
            read = known;
        }
        return known;
    }

    private Configuration read() {
        Configuration configuration = Configuration.defaults();
        if (config != null) {
            configuration = configuration.withFile(config);
        }
        return configuration.withEnvironment(System.getenv()).withRunningServers();
    }

    /**
     * Opens the books.
     *
     * @throws IllegalArgumentException if the configuration names no PostgreSQL server
     */
    public PostgresBooks openBooks() {
        return PostgresBooks.open(ServiceSettings.postgres(configuration()));
    }

    /**
     * Opens the boards.
     *
     * @throws IllegalArgumentException if the configuration names no Redis server
     */
    public RedisBoards openBoards() {
        return RedisBoards.open(ServiceSettings.redis(configuration()));
    }

    /** Returns how long after the end of sales the queue may still receive purchases that were sent before it. */
    public Duration grace() {
        return ServiceSettings.grace(configuration());
    }

    /**
     * Returns the address and the client settings of the brokers.
     *
     * @throws IllegalArgumentException if the configuration names no brokers
     */
    public KafkaSettings kafka() {
        return ServiceSettings.kafka(configuration());
    }
}
