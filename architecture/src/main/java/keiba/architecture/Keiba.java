package keiba.architecture;

/** The architecture of this system. A module has one line here. */
public final class Keiba {
    private Keiba() {}

    /** All of it, whether built or not. */
    public static Architecture architecture() {
        return Architecture.of("keiba")
                .domain("money", "race", "bet", "rule", "pool", "settlement")
                .companion("jvdata")
                .accumulators(
                        "domain.pool.Pool",
                        "domain.rule.RuleBook$Builder",
                        "application.purchase.MissedOutcomes",
                        "application.purchase.PurchaseClaims",
                        "application.purchase.RecordedStatuses",
                        "application.purchase.SharedCall",
                        "application.purchase.UnclaimedSends")
                .application("failure", "caller", "account", "race", "odds", "purchase", "settlement")
                .wire("com.fasterxml.jackson..")
                .adapter(
                        "http",
                        "io.helidon..",
                        "com.nimbusds..",
                        "com.fasterxml.jackson..",
                        "com.github.benmanes.caffeine..",
                        "io.micrometer..",
                        "io.opentelemetry..")
                .adapter("kafka", "org.apache.kafka..", "io.micrometer..", "io.opentelemetry..")
                .adapter(
                        "postgres",
                        "java.sql..",
                        "javax.sql..",
                        "org.jooq..",
                        "org.flywaydb..",
                        "org.postgresql..",
                        "com.zaxxer.hikari..",
                        "io.micrometer..",
                        "com.fasterxml.jackson..",
                        "com.github.benmanes.caffeine..")
                .adapter("redis", "redis.clients.jedis..", "com.github.benmanes.caffeine..")
                .embedded()
                .bootstrap()
                .demo();
    }
}
