package keiba.bootstrap.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import keiba.bootstrap.Logging;
import keiba.embedded.EmbeddedServer;
import keiba.embedded.EmbeddedServers;
import org.apache.kafka.clients.admin.Admin;
import redis.clients.jedis.RedisClient;

/**
 * The servers that all tests of this JVM share, emptied, because starting them takes longer than most tests. Faults that an earlier test
 * left behind are undone.
 */
final class FreshServers {
    static {
        Logging.setUp(); // clients of an unreachable server would fill the report with their log lines
    }

    private FreshServers() {}

    static EmbeddedServers take() {
        EmbeddedServers servers = EmbeddedServers.shared();
        List.of(servers.postgres(), servers.kafka(), servers.redis()).forEach(FreshServers::revive);
        emptyPostgres(servers);
        emptyKafka(servers);
        try (RedisClient redis = RedisClient.create(servers.redis().url())) {
            redis.flushAll();
        }
        return servers;
    }

    private static void revive(EmbeddedServer server) {
        server.start();
        server.resume();
    }

    private static void emptyPostgres(EmbeddedServers servers) {
        Database database = Database.of(configuration(servers, Path.of("")));
        database.execute("DROP SCHEMA public CASCADE");
        database.execute("CREATE SCHEMA public");
        database.column("SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')")
                .forEach(other -> database.execute("DROP DATABASE " + other));
    }

    private static void emptyKafka(EmbeddedServers servers) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()))) {
            deleteTopics(admin);
            RunningService.awaitNone("topics", () -> topics(admin));
        }
    }

    private static void deleteTopics(Admin admin) {
        try {
            admin.deleteTopics(topics(admin)).all().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static Set<String> topics(Admin admin) {
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Returns the configuration of a service on these servers with its data in this directory. */
    static Configuration configuration(EmbeddedServers servers, Path data) {
        Configuration configuration = Configuration.defaults()
                .with(Setting.HTTP_PORT, "0")
                .with(Setting.DATA_DIR, data.toAbsolutePath().toString());
        for (Setting setting : Setting.values()) {
            String address = servers.addresses().get(setting.property());
            configuration = address == null ? configuration : configuration.with(setting, address);
        }
        return configuration;
    }
}
