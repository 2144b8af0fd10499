package keiba.bootstrap.serve;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import keiba.adapter.http.ClaimNames;
import keiba.adapter.http.ConnectionLimits;
import keiba.adapter.http.TokenRules;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.UseCases;
import keiba.application.purchase.Limits;

/** A setting with its names and its default. */
enum Setting {
    HTTP_HOST("127.0.0.1"),
    HTTP_PORT("8080"),
    HTTP_REQUESTS_PER_SECOND("1000"),
    HTTP_CONNECTIONS(Integer.toString(ConnectionLimits.DEFAULT.connections())),
    HTTP_CONNECTIONS_PER_ADDRESS(Integer.toString(ConnectionLimits.DEFAULT.connectionsPerAddress())),
    HTTP_STREAMS_PER_ADDRESS(Integer.toString(ConnectionLimits.DEFAULT.streamsPerAddress())),
    HTTP_REQUEST_TIMEOUT_MS(Long.toString(ConnectionLimits.DEFAULT.request().toMillis())),
    HTTP_IDLE_TIMEOUT_MS(Long.toString(ConnectionLimits.DEFAULT.idle().toMillis())),
    HTTP_CLIENT_ADDRESS_HEADER(""),
    /** Other origins whose pages may read answers. */
    HTTP_ALLOWED_ORIGINS(""),
    /** How often a listener of a stream hears something. */
    HTTP_HEARTBEAT_MS("10000"),
    /** How long readiness fails before HTTP stops. */
    HTTP_DRAIN_MS(""),
    MANAGEMENT_HOST("127.0.0.1"),
    /** Where operators have a port of their own. */
    MANAGEMENT_PORT(""),
    /** Where the page's files are read from while they are worked on. */
    PAGE_DIRECTORY(""),
    PAGE_ENVIRONMENT(""),
    PAGE_OIDC_CLIENT_ID(""),
    PAGE_OIDC_ISSUER(""),
    PAGE_OIDC_SCOPE("openid"),
    PAGE_OIDC_AUDIENCE(""),
    PAGE_OIDC_AUTHORIZATION_ENDPOINT(""),
    PAGE_OIDC_TOKEN_ENDPOINT(""),
    PAGE_OIDC_END_SESSION_ENDPOINT(""),
    POSTGRES_URL(""),
    POSTGRES_USER("keiba"),
    POSTGRES_PASSWORD(""),
    /** For requests of clients. */
    POSTGRES_CONNECTIONS("20"),
    POSTGRES_RECORDER_CONNECTIONS("6"),
    POSTGRES_DUE_WORK_CONNECTIONS("10"),
    POSTGRES_STATEMENT_TIMEOUT_MS(
            Long.toString(PostgresBooks.TimeOuts.DEFAULT.statement().toMillis())),
    /** For statements that read every ticket of a race. */
    POSTGRES_LONG_STATEMENT_TIMEOUT_MS(
            Long.toString(PostgresBooks.TimeOuts.DEFAULT.longStatement().toMillis())),
    /** Whether the service migrates the tables when it starts. */
    POSTGRES_MIGRATE("true"),
    /** How long a migration waits for a lock. */
    POSTGRES_MIGRATE_LOCK_TIMEOUT_MS("10000"),
    KAFKA_BOOTSTRAP(""),
    KAFKA_PARTITIONS("13"),
    KAFKA_REPLICATION_FACTOR("1"),
    KAFKA_MIN_INSYNC_REPLICAS("1"),
    /** How long a recorder may be silent before the others take over from it. */
    KAFKA_SESSION_TIMEOUT_MS(Long.toString(KafkaSettings.SESSION_TIMEOUT.toMillis())),
    /** A file of properties of Kafka's own clients. */
    KAFKA_CLIENT_PROPERTIES(""),
    REDIS_URL(""),
    REDIS_USER(""),
    REDIS_PASSWORD(""),
    /** The certificates of the authorities that Redis' certificate is checked with, in PEM. */
    REDIS_CA_FILE(""),
    /** The key with which the service identifies itself to Redis, in PKCS #12. */
    REDIS_KEY_STORE(""),
    REDIS_KEY_STORE_PASSWORD(""),
    /** Where Sentinels are that tell where Redis is. */
    REDIS_SENTINELS(""),
    REDIS_SENTINEL_MASTER(""),
    REDIS_SENTINEL_USER(""),
    REDIS_SENTINEL_PASSWORD(""),
    ROLES(String.join(",", ServiceRole.ALL.stream().map(ServiceRole::configured).toList())),
    JWT_JWKS(""),
    JWT_ISSUER(""),
    JWT_AUDIENCE(Tokens.DEFAULT_AUDIENCE),
    JWT_USER_CLAIM(ClaimNames.DEFAULT.user().toString()),
    JWT_ROLES_CLAIM(ClaimNames.DEFAULT.roles().toString()),
    JWT_ROLE_PREFIX(ClaimNames.DEFAULT.rolePrefix()),
    JWT_LEEWAY_SECONDS(Long.toString(TokenRules.DEFAULT_LEEWAY.toSeconds())),
    JWT_OUTAGE_TOLERANCE_MINUTES(Long.toString(Tokens.DEFAULT_OUTAGE_TOLERANCE.toMinutes())),
    DATA_DIR("var"),
    LIMIT_PER_COMBINATION(Long.toString(Limits.DEFAULT.perCombination().value())),
    LIMIT_PER_PURCHASE(Long.toString(Limits.DEFAULT.perPurchase().value())),
    LIMIT_COMBINATIONS(Integer.toString(Limits.DEFAULT.combinations())),
    LIMIT_PER_USER_AND_DAY(""),
    RACE_GRACE_MS(Long.toString(UseCases.Policy.DEFAULT.grace().toMillis())),
    RACE_SECOND_PERSON(Boolean.toString(UseCases.Policy.DEFAULT.secondPerson())),
    RACE_CHUNK(Integer.toString(UseCases.Policy.DEFAULT.chunk())),
    /** The directory of the operator's own rule books. */
    RULES_DIRECTORY(""),
    LOG_FORMAT("text"),
    LOG_LEVEL("info"),
    LOG_ACCESS("false");

    private static final Set<Setting> SECRETS = EnumSet.of(
            POSTGRES_URL,
            POSTGRES_PASSWORD,
            REDIS_URL,
            REDIS_PASSWORD,
            REDIS_KEY_STORE_PASSWORD,
            REDIS_SENTINEL_PASSWORD);

    private static final Set<Setting> OF_OTHER_SERVERS = EnumSet.of(
            KAFKA_CLIENT_PROPERTIES,
            REDIS_USER,
            REDIS_PASSWORD,
            REDIS_CA_FILE,
            REDIS_KEY_STORE,
            REDIS_KEY_STORE_PASSWORD,
            REDIS_SENTINELS,
            REDIS_SENTINEL_MASTER,
            REDIS_SENTINEL_USER,
            REDIS_SENTINEL_PASSWORD);

    private final String absent;

    Setting(String absent) {
        this.absent = absent;
    }

    /** Returns the value where nothing is given; empty for none. */
    String absent() {
        return absent;
    }

    /** Returns the name in a file: {@code http.port}; the first word is the group, and {@code page.oidc} is one as well. */
    String property() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        String group = name.startsWith("page-oidc-") ? "page-oidc" : name.replaceFirst("-.*", "");
        return group.replace('-', '.') + name.substring(group.length()).replaceFirst("-", ".");
    }

    /** Returns the name in the environment: {@code KEIBA_HTTP_PORT}. */
    String variable() {
        return "KEIBA_" + name();
    }

    /** Returns whether the value may hold a password, so that it can also be read from a file of its own. */
    boolean isSecret() {
        return SECRETS.contains(this);
    }

    /** Returns the settings that say how to log in to servers of one's own, each with no value. */
    static Map<Setting, String> ofOtherServers() {
        Map<Setting, String> none = new EnumMap<>(Setting.class);
        OF_OTHER_SERVERS.forEach(setting -> none.put(setting, ""));
        return none;
    }
}
