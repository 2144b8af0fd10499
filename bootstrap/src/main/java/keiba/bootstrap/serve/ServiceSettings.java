package keiba.bootstrap.serve;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keiba.adapter.http.ClaimNames;
import keiba.adapter.http.ClaimPath;
import keiba.adapter.http.ConnectionLimits;
import keiba.adapter.http.HttpSettings;
import keiba.adapter.http.LoginEndpoints;
import keiba.adapter.http.LoginSettings;
import keiba.adapter.http.OperatorSettings;
import keiba.adapter.http.PageSettings;
import keiba.adapter.http.TokenRules;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisSettings;
import keiba.application.UseCases;
import keiba.application.purchase.Limits;
import keiba.bootstrap.RuleFiles;
import keiba.domain.money.Yen;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBooks;
import org.jspecify.annotations.Nullable;

/** The settings of each part of the service. */
record ServiceSettings(
        Set<ServiceRole> roles,
        PostgresBooks.Login postgres,
        Migration migration,
        KafkaSettings kafka,
        RedisSettings redis,
        HttpSettings http,
        Duration drain,
        TokenSettings tokens,
        UseCases.Policy policy,
        LogSettings log) {

    private static final int MOST_PORT = 65_535;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_DRAIN_MS = 300_000;
    private static final Duration USUAL_DRAIN = Duration.ofSeconds(5);

    /** A week. */
    private static final int MOST_OUTAGE_MINUTES = 10_080;

    /**
     * Whether and how this service migrates the tables.
     *
     * @param atStart the service does when it starts; else {@code keiba migrate}
     * @param lock how long a migration waits for a lock
     */
    record Migration(boolean atStart, Duration lock) {
        static Migration of(Configuration configuration) {
            return new Migration(
                    configuration.truth(Setting.POSTGRES_MIGRATE),
                    Duration.ofMillis(configuration.number(Setting.POSTGRES_MIGRATE_LOCK_TIMEOUT_MS, 0, 3_600_000)));
        }
    }

    /** The source of the tokens that are accepted. */
    sealed interface TokenSettings {
        Tokens open(InstantSource clock);
    }

    /** Those that the local development key signs. */
    record DevelopmentTokens(Path key) implements TokenSettings {
        @Override
        public Tokens open(InstantSource clock) {
            return Tokens.development(key);
        }
    }

    /** Those of an identity provider. */
    record ProvidedTokens(URI jwks, TokenRules rules, Duration outageTolerance) implements TokenSettings {
        /** Without the address, which may hold a password. */
        @Override
        public String toString() {
            return "tokens of " + rules.issuer() + " for " + rules.audience();
        }

        @Override
        public Tokens open(InstantSource clock) {
            return Tokens.of(jwks, rules, outageTolerance, clock);
        }
    }

    /** Returns the names of the operator's own rule books under which races can be declared here. */
    List<String> ownRuleBooks() {
        return policy.ruleBooks().names().stream()
                .filter(name -> !RuleBooks.names().contains(name))
                .toList();
    }

    /**
     * Reads all of it.
     *
     * @throws IllegalArgumentException if something is missing, or cannot be read
     */
    static ServiceSettings of(Configuration configuration, Mode mode) {
        return new ServiceSettings(
                ServiceRole.parse(configuration.require(Setting.ROLES)),
                postgres(configuration),
                Migration.of(configuration),
                kafka(configuration),
                redis(configuration),
                http(configuration, mode),
                drain(configuration, mode),
                tokens(configuration, mode),
                policy(configuration),
                LogSettings.of(configuration));
    }

    static PostgresBooks.Login postgres(Configuration configuration) {
        return new PostgresBooks.Login(
                configuration.require(Setting.POSTGRES_URL),
                configuration.require(Setting.POSTGRES_USER),
                configuration.find(Setting.POSTGRES_PASSWORD).orElse(""),
                new PostgresBooks.Connections(
                        connections(configuration, Setting.POSTGRES_CONNECTIONS),
                        connections(configuration, Setting.POSTGRES_RECORDER_CONNECTIONS),
                        connections(configuration, Setting.POSTGRES_DUE_WORK_CONNECTIONS)),
                PostgresBooks.TimeOuts.DEFAULT.with(
                        statementTimeOut(configuration, Setting.POSTGRES_STATEMENT_TIMEOUT_MS),
                        statementTimeOut(configuration, Setting.POSTGRES_LONG_STATEMENT_TIMEOUT_MS)),
                version());
    }

    private static int connections(Configuration configuration, Setting setting) {
        return (int) configuration.number(setting, 2, 1_000);
    }

    private static Duration statementTimeOut(Configuration configuration, Setting setting) {
        return Duration.ofMillis(configuration.number(setting, 1_000, 3_600_000));
    }

    private static String version() {
        String version = ServiceSettings.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    static RedisSettings redis(Configuration configuration) {
        URI address = configuration.uri(
                Setting.REDIS_URL, "redis://user:password@host:port", ServiceSettings::isRedisAddress);
        return RedisSettings.of(address).with(ServerSettings.redis(configuration, address));
    }

    private static boolean isRedisAddress(URI address) {
        return ("redis".equals(address.getScheme()) || "rediss".equals(address.getScheme()))
                && address.getHost() != null
                && address.getPort() > 0
                && address.getPort() <= MOST_PORT;
    }

    static KafkaSettings kafka(Configuration configuration) {
        KafkaSettings usual = KafkaSettings.of(configuration.require(Setting.KAFKA_BOOTSTRAP));
        return new KafkaSettings(
                usual.bootstrap(),
                (int) configuration.number(Setting.KAFKA_PARTITIONS, 1, 10_000),
                (short) configuration.number(Setting.KAFKA_REPLICATION_FACTOR, 1, 10),
                (short) configuration.number(Setting.KAFKA_MIN_INSYNC_REPLICAS, 1, 10),
                usual.verdictWithin(),
                Duration.ofMillis(configuration.number(Setting.KAFKA_SESSION_TIMEOUT_MS, 1_000, 300_000)),
                ServerSettings.kafka(configuration));
    }

    private static HttpSettings http(Configuration configuration, Mode mode) {
        HttpSettings usual = HttpSettings.local((int) configuration.number(Setting.HTTP_PORT, 0, MOST_PORT));
        return new HttpSettings(
                configuration.require(Setting.HTTP_HOST),
                usual.port(),
                connections(configuration),
                usual.requests(),
                usual.grace(),
                (int) configuration.number(Setting.HTTP_REQUESTS_PER_SECOND, 0, HttpSettings.MOST_REQUESTS_PER_SECOND),
                configuration.find(Setting.HTTP_CLIENT_ADDRESS_HEADER),
                origins(configuration),
                Duration.ofMillis(configuration.number(Setting.HTTP_HEARTBEAT_MS, 1_000, 60_000)),
                page(configuration, mode),
                operation(configuration));
    }

    private static OperatorSettings operation(Configuration configuration) {
        boolean accessLog = configuration.truth(Setting.LOG_ACCESS);
        if (configuration.find(Setting.MANAGEMENT_PORT).isEmpty()) {
            return new OperatorSettings(Optional.empty(), accessLog);
        }
        long port = configuration.number(Setting.MANAGEMENT_PORT, 0, MOST_PORT);
        if (port != 0 && port == configuration.number(Setting.HTTP_PORT, 0, MOST_PORT)) {
            throw new IllegalArgumentException("management.port is " + port
                    + ", the same as http.port; give it another port, or remove it to serve metrics on http.port");
        }
        return new OperatorSettings(
                Optional.of(
                        new OperatorSettings.ListenAddress(configuration.require(Setting.MANAGEMENT_HOST), (int) port)),
                accessLog);
    }

    /** A load balancer needs some seconds to notice that readiness fails; a service on a developer's machine usually has none in front of it. */
    private static Duration drain(Configuration configuration, Mode mode) {
        if (configuration.find(Setting.HTTP_DRAIN_MS).isPresent()) {
            return Duration.ofMillis(configuration.number(Setting.HTTP_DRAIN_MS, 0, MOST_DRAIN_MS));
        }
        return switch (mode) {
            case PRODUCTION -> USUAL_DRAIN;
            case DEVELOPMENT, DEMONSTRATION -> Duration.ZERO;
        };
    }

    private static List<String> origins(Configuration configuration) {
        return configuration
                .find(Setting.HTTP_ALLOWED_ORIGINS)
                .map(list ->
                        Arrays.stream(list.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
    }

    private static PageSettings page(Configuration configuration, Mode mode) {
        return new PageSettings(
                configuration.servesPage(),
                configuration.pageDirectory(),
                configuration.find(Setting.PAGE_ENVIRONMENT).or(() -> environment(mode)),
                login(configuration));
    }

    private static Optional<String> environment(Mode mode) {
        return switch (mode) {
            case PRODUCTION -> Optional.empty();
            case DEVELOPMENT -> Optional.of("development");
            case DEMONSTRATION -> Optional.of("demo");
        };
    }

    private static Optional<LoginSettings> login(Configuration configuration) {
        Optional<String> clientId = configuration.find(Setting.PAGE_OIDC_CLIENT_ID);
        if (clientId.isEmpty()) {
            Stream.of(
                            Setting.PAGE_OIDC_ISSUER,
                            Setting.PAGE_OIDC_AUDIENCE,
                            Setting.PAGE_OIDC_AUTHORIZATION_ENDPOINT,
                            Setting.PAGE_OIDC_TOKEN_ENDPOINT,
                            Setting.PAGE_OIDC_END_SESSION_ENDPOINT)
                    .forEach(setting -> refuseWithout(configuration, setting, Setting.PAGE_OIDC_CLIENT_ID));
            return Optional.empty();
        }
        refuseWithout(configuration, Setting.PAGE_OIDC_CLIENT_ID, Setting.JWT_JWKS);
        Setting issuer = configuration.find(Setting.PAGE_OIDC_ISSUER).isPresent()
                ? Setting.PAGE_OIDC_ISSUER
                : Setting.JWT_ISSUER;
        try {
            return Optional.of(new LoginSettings(
                    webAddress(configuration, issuer),
                    clientId.get(),
                    configuration.require(Setting.PAGE_OIDC_SCOPE),
                    configuration.find(Setting.PAGE_OIDC_AUDIENCE),
                    loginEndpoints(configuration)));
        } catch (IllegalArgumentException impossible) {
            throw new IllegalArgumentException("page.oidc: " + impossible.getMessage(), impossible);
        }
    }

    private static void refuseWithout(Configuration configuration, Setting given, Setting needed) {
        if (configuration.find(given).isPresent() && configuration.find(needed).isEmpty()) {
            throw new IllegalArgumentException(
                    given.property() + " requires " + needed.property() + " (" + needed.variable() + ")");
        }
    }

    /** Either both that are needed are configured, or the provider publishes all of them. */
    private static Optional<LoginEndpoints> loginEndpoints(Configuration configuration) {
        Setting authorization = Setting.PAGE_OIDC_AUTHORIZATION_ENDPOINT;
        Setting token = Setting.PAGE_OIDC_TOKEN_ENDPOINT;
        Setting endSession = Setting.PAGE_OIDC_END_SESSION_ENDPOINT;
        refuseWithout(configuration, authorization, token);
        refuseWithout(configuration, token, authorization);
        refuseWithout(configuration, endSession, token);
        if (configuration.find(token).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LoginEndpoints(
                webAddress(configuration, authorization),
                webAddress(configuration, token),
                configuration.find(endSession).map(given -> webAddress(configuration, endSession))));
    }

    private static URI webAddress(Configuration configuration, Setting setting) {
        return configuration.uri(
                setting,
                "https://id.example/path",
                address -> isHttp(address.getScheme()) && address.getHost() != null);
    }

    private static ConnectionLimits connections(Configuration configuration) {
        return new ConnectionLimits(
                (int) configuration.number(Setting.HTTP_CONNECTIONS, 1, MOST_CONNECTIONS),
                (int) configuration.number(Setting.HTTP_CONNECTIONS_PER_ADDRESS, 0, MOST_CONNECTIONS),
                (int) configuration.number(Setting.HTTP_STREAMS_PER_ADDRESS, 0, MOST_CONNECTIONS),
                Duration.ofMillis(configuration.number(Setting.HTTP_REQUEST_TIMEOUT_MS, 100, 600_000)),
                Duration.ofMillis(configuration.number(Setting.HTTP_IDLE_TIMEOUT_MS, 100, 600_000)));
    }

    /** Anyone who can read the development key can act as any user, so it is accepted only if the operator asked for it. */
    private static TokenSettings tokens(Configuration configuration, Mode mode) {
        if (configuration.find(Setting.JWT_JWKS).isEmpty()) {
            if (mode == Mode.PRODUCTION) {
                throw new IllegalArgumentException(
                        "the setting jwt.jwks (KEIBA_JWT_JWKS) is required and has no value; set it to the"
                                + " public keys of your identity provider, or accept tokens of the local development key with"
                                + " --development");
            }
            return new DevelopmentTokens(developmentKey(configuration));
        }
        return new ProvidedTokens(
                jwks(configuration),
                new TokenRules(
                        configuration.require(Setting.JWT_ISSUER),
                        configuration.require(Setting.JWT_AUDIENCE),
                        Duration.ofSeconds(configuration.number(
                                Setting.JWT_LEEWAY_SECONDS, 0, TokenRules.MOST_LEEWAY.toSeconds())),
                        claims(configuration)),
                Duration.ofMinutes(configuration.number(Setting.JWT_OUTAGE_TOLERANCE_MINUTES, 0, MOST_OUTAGE_MINUTES)));
    }

    private static ClaimNames claims(Configuration configuration) {
        return new ClaimNames(
                claim(configuration, Setting.JWT_USER_CLAIM),
                claim(configuration, Setting.JWT_ROLES_CLAIM),
                configuration.find(Setting.JWT_ROLE_PREFIX).orElse(""));
    }

    private static ClaimPath claim(Configuration configuration, Setting setting) {
        try {
            return ClaimPath.parse(configuration.require(setting));
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    setting.property() + " (" + setting.variable() + "): " + unreadable.getMessage(), unreadable);
        }
    }

    private static URI jwks(Configuration configuration) {
        URI given = configuration.uri(
                Setting.JWT_JWKS, "https://host/jwks.json or the path of a file", ServiceSettings::isJwksAddress);
        return given.isAbsolute() ? given : Path.of(given.getPath()).toUri();
    }

    private static boolean isJwksAddress(URI address) {
        return address.isAbsolute()
                ? "file".equals(address.getScheme()) || (isHttp(address.getScheme()) && address.getHost() != null)
                : address.getPath() != null && !address.getPath().isEmpty();
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equals(scheme) || "https".equals(scheme);
    }

    static Path developmentKey(Configuration configuration) {
        return configuration.dataDirectory().resolve("development-key.json");
    }

    static Duration grace(Configuration configuration) {
        return Duration.ofMillis(configuration.number(Setting.RACE_GRACE_MS, 0, 60_000));
    }

    private static UseCases.Policy policy(Configuration configuration) {
        return new UseCases.Policy(
                limits(configuration),
                grace(configuration),
                configuration.truth(Setting.RACE_SECOND_PERSON),
                (int) configuration.number(Setting.RACE_CHUNK, 1, 100_000),
                ruleBooks(configuration));
    }

    /** Reads the rule books. Only processes that declare races need the files, because each race stores its rule book. */
    private static RuleBookRegistry ruleBooks(Configuration configuration) {
        Optional<Path> directory = configuration.rulesDirectory();
        if (directory.isEmpty()
                || !ServiceRole.parse(configuration.require(Setting.ROLES)).contains(ServiceRole.RACE_MANAGEMENT)) {
            return RuleBooks.registry();
        }
        try {
            return RuleFiles.ofDirectory(directory.get());
        } catch (IllegalArgumentException faulty) {
            throw new IllegalArgumentException(
                    Setting.RULES_DIRECTORY.property() + " (" + Setting.RULES_DIRECTORY.variable() + "): "
                            + faulty.getMessage(),
                    faulty);
        }
    }

    private static Limits limits(Configuration configuration) {
        long most = Limits.DEFAULT.perPurchase().value();
        return new Limits(
                Yen.of(configuration.number(Setting.LIMIT_PER_COMBINATION, 100, most)),
                Yen.of(configuration.number(Setting.LIMIT_PER_PURCHASE, 100, most)),
                (int) configuration.number(Setting.LIMIT_COMBINATIONS, 1, Limits.DEFAULT.combinations()),
                configuration
                        .find(Setting.LIMIT_PER_USER_AND_DAY)
                        .map(given -> Yen.of(configuration.number(Setting.LIMIT_PER_USER_AND_DAY, 0, Long.MAX_VALUE))));
    }
}
