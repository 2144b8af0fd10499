package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keiba.embedded.EmbeddedKafka;
import keiba.embedded.EmbeddedServers;
import keiba.embedded.Ports;
import redis.clients.jedis.Jedis;

/**
 * The three servers as a real cluster has them: on encrypted connections alone, on which the service has to show a certificate and to log in as a
 * user of its own. PostgreSQL and Redis, which are shared, still let their owner in as before; closing these servers removes what was added.
 */
final class SecuredServers implements AutoCloseable {
    static final String USER = "betting";
    static final String SECRET = "s3cret-of-the-service";

    private final EmbeddedServers shared;
    private final TestCertificates certificates;
    private final EmbeddedKafka kafka;
    private final Database postgres;
    private final int redisPort;

    private SecuredServers(EmbeddedServers shared, TestCertificates certificates, EmbeddedKafka kafka, int redisPort) {
        this.shared = shared;
        this.certificates = certificates;
        this.kafka = kafka;
        this.postgres = Database.of(FreshServers.configuration(shared, Path.of("")));
        this.redisPort = redisPort;
    }

    static SecuredServers start(Path directory) throws IOException {
        TestCertificates certificates = TestCertificates.make(directory);
        EmbeddedKafka kafka = EmbeddedKafka.startTemporary("SASL_SSL", broker(certificates));
        SecuredServers servers = new SecuredServers(FreshServers.take(), certificates, kafka, Ports.free());
        try {
            servers.securePostgres();
            servers.secureRedis();
            return servers;
        } catch (IOException | RuntimeException failed) {
            servers.close();
            throw failed;
        }
    }

    private static Map<String, String> broker(TestCertificates certificates) {
        return Map.of(
                "ssl.keystore.location",
                certificates.keyStore().toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                TestCertificates.PASSWORD,
                "ssl.key.password",
                TestCertificates.PASSWORD,
                "ssl.truststore.location",
                certificates.ca().toString(),
                "ssl.truststore.type",
                "PEM",
                "listener.name.sasl_ssl.ssl.client.auth",
                "required",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"broker\" password=\"b\" user_broker=\"b\" user_" + USER + "=\"" + SECRET
                        + "\";");
    }

    /** The server writes the key file itself, because it refuses one that another user owns or can read. */
    private void securePostgres() throws IOException {
        writeByPostgres("server.crt", Files.readString(certificates.certificate()));
        writeByPostgres("server.key", Files.readString(certificates.key()));
        writeByPostgres("ca.crt", Files.readString(certificates.ca()));
        postgres.execute("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
        postgres.execute("ALTER SYSTEM SET ssl = on");
        runByPostgres("cp pg_hba.conf pg_hba.before && (echo hostssl all " + USER
                + " 127.0.0.1/32 scram-sha-256 clientcert=verify-ca && cat pg_hba.before) > pg_hba.conf");
        postgres.execute("SELECT pg_reload_conf()");
        RunningService.await(
                "TLS of PostgreSQL", () -> postgres.text("SHOW ssl").equals("on"));
        postgres.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + SECRET + "'");
        postgres.execute("GRANT ALL ON SCHEMA public TO " + USER);
        postgres.execute("GRANT ALL ON DATABASE postgres TO " + USER);
    }

    private void writeByPostgres(String file, String text) {
        postgres.execute("COPY (SELECT line FROM unnest(string_to_array('"
                + text.strip().replace("\r", "") + "', E'\\n')) AS line) TO PROGRAM 'umask 077; cat > " + file + "'");
    }

    private void runByPostgres(String command) {
        postgres.execute("COPY (SELECT WHERE false) TO PROGRAM '" + command + "'");
    }

    private void secureRedis() {
        try (Jedis redis = new Jedis(shared.redis().url())) {
            redis.configSet("tls-cert-file", certificates.certificate().toString());
            redis.configSet("tls-key-file", certificates.key().toString());
            redis.configSet("tls-ca-cert-file", certificates.ca().toString());
            redis.configSet("tls-auth-clients", "yes");
            redis.configSet("tls-port", Integer.toString(redisPort));
            redis.aclSetUser(
                    USER,
                    "on",
                    ">" + SECRET,
                    "~*",
                    "+@read",
                    "+@write",
                    "+@scripting",
                    "+@connection",
                    "+info",
                    "+time",
                    "+config|get");
        }
    }

    /** Everything that a service needs to reach the servers and to log in to them. */
    Map<String, String> environment(Path data) {
        return Map.ofEntries(
                Map.entry("KEIBA_HTTP_PORT", "0"),
                Map.entry("KEIBA_DATA_DIR", data.toAbsolutePath().toString()),
                Map.entry(
                        "KEIBA_POSTGRES_URL",
                        postgresUrlWithoutKey() + "&sslkey=" + certificates.clientKeyStore() + "&sslpassword="
                                + TestCertificates.PASSWORD),
                Map.entry("KEIBA_POSTGRES_USER", USER),
                Map.entry("KEIBA_POSTGRES_PASSWORD_FILE", secret("postgres", SECRET + "\n")),
                Map.entry("KEIBA_REDIS_URL", "rediss://127.0.0.1:" + redisPort),
                Map.entry("KEIBA_REDIS_USER", USER),
                Map.entry("KEIBA_REDIS_PASSWORD_FILE", secret("redis", SECRET)),
                Map.entry("KEIBA_REDIS_CA_FILE", certificates.ca().toString()),
                Map.entry("KEIBA_REDIS_KEY_STORE", certificates.clientKeyStore().toString()),
                Map.entry("KEIBA_REDIS_KEY_STORE_PASSWORD_FILE", secret("key-store", TestCertificates.PASSWORD)),
                Map.entry("KEIBA_KAFKA_BOOTSTRAP", kafka.bootstrap()),
                Map.entry("KEIBA_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL"),
                Map.entry("KEIBA_KAFKA_CLIENT_SASL_MECHANISM", "PLAIN"),
                Map.entry("KEIBA_KAFKA_CLIENT_SASL_JAAS_CONFIG_FILE", secret("kafka", login(SECRET))),
                Map.entry("KEIBA_KAFKA_CLIENT_SSL_KEYSTORE_TYPE", "PKCS12"),
                Map.entry(
                        "KEIBA_KAFKA_CLIENT_SSL_KEYSTORE_LOCATION",
                        certificates.clientKeyStore().toString()),
                Map.entry(
                        "KEIBA_KAFKA_CLIENT_SSL_KEYSTORE_PASSWORD_FILE",
                        secret("kafka-key-store", TestCertificates.PASSWORD)),
                Map.entry("KEIBA_KAFKA_CLIENT_SSL_TRUSTSTORE_TYPE", "PEM"),
                Map.entry(
                        "KEIBA_KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION",
                        certificates.ca().toString()));
    }

    /** The address of PostgreSQL for a client without a certificate of its own. */
    String postgresUrlWithoutKey() {
        return shared.postgres().url() + "?sslmode=verify-full&sslrootcert=" + certificates.ca();
    }

    TestCertificates certificates() {
        return certificates;
    }

    /** The port of Redis for encrypted connections. */
    int redisPort() {
        return redisPort;
    }

    static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + password + "\";\n";
    }

    private String secret(String name, String text) {
        try {
            Path file = certificates.ca().resolveSibling(name + ".secret");
            return Files.writeString(file, text).toString();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    EmbeddedServers shared() {
        return shared;
    }

    /** Returns the database with the rights of its owner. */
    Database postgres() {
        return postgres;
    }

    @Override
    public void close() {
        kafka.close();
        try (Jedis redis = new Jedis(shared.redis().url())) {
            redis.configSet("tls-port", "0");
            redis.configSet("tls-auth-clients", "no");
            redis.aclDelUser(USER);
        }
        runByPostgres("if [ -f pg_hba.before ]; then mv pg_hba.before pg_hba.conf; fi");
        postgres.execute("ALTER SYSTEM RESET ssl");
        postgres.execute("ALTER SYSTEM RESET ssl_ca_file");
        postgres.execute("SELECT pg_reload_conf()");
        postgres.execute("DROP SCHEMA public CASCADE");
        postgres.execute("CREATE SCHEMA public");
        postgres.execute("DROP OWNED BY " + USER);
        postgres.execute("DROP ROLE " + USER);
    }
}
