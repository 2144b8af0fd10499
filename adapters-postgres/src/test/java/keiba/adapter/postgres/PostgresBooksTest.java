package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.flywaydb.core.Flyway;
import org.jooq.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresBooksTest {

    private static List<String> columnsInJava() {
        return Tables.ALL.stream()
                .flatMap(table -> java.util.Arrays.stream(table.fields())
                        .map(field -> table.getName() + " " + field.getName() + " " + typeOf(field)))
                .sorted()
                .toList();
    }

    private static String typeOf(Field<?> field) {
        String type = field.getDataType()
                .getCastTypeName(new org.jooq.impl.DefaultConfiguration().set(org.jooq.SQLDialect.POSTGRES));
        return type.equals("int") ? "integer" : type.equals("int[]") ? "integer[]" : type;
    }

    private static List<String> columnsInTheDatabase(PostgresBooks.Login login) {
        return Rows.lines(login, """
                SELECT concat_ws(' ', c.relname, a.attname,
                                 format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL))
                FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                JOIN pg_type t ON t.oid = a.atttypid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                    AND c.relname <> 'flyway_schema_history'
                ORDER BY 1""");
    }

    @Test
    void the_generated_java_tables_match_the_migrated_database() {
        assertThat(columnsInJava())
                .isEqualTo(columnsInTheDatabase(Databases.fresh()).stream()
                        .sorted()
                        .collect(Collectors.toList()));
    }

    @Test
    void every_table_has_a_comment() {
        assertThat(Rows.lines(Databases.fresh(), """
                SELECT relname FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                    AND relname <> 'flyway_schema_history' AND obj_description(oid, 'pg_class') IS NULL""")).isEmpty();
    }

    @Test
    void concurrent_and_repeated_migrations_change_nothing() throws Exception {
        PostgresBooks.Login login = Databases.empty();
        Callable<Object> migrate = () -> {
            try (PostgresBooks books = Databases.open(login)) {
                // Another may be in the middle of it: either answer is right, and neither look may fail.
                assertThatCode(books::isReady).doesNotThrowAnyException();
                books.migrate();
                books.migrate();
                return books.isReady();
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Object> ready : threads.invokeAll(Collections.nCopies(4, migrate))) {
                assertThat(ready.get()).isEqualTo(true);
            }
        }
        try (PostgresBooks books = Databases.open(login)) {
            assertThat(books.audit()).isEmpty();
        }
    }

    @Test
    void a_database_without_tables_is_not_ready_and_fails_temporarily() {
        try (PostgresBooks books = Databases.open(Databases.empty())) {
            assertThat(books.isReady()).isFalse();
            assertThatThrownBy(() -> books.books().accounts().balance(new UserId(1)))
                    .isInstanceOf(TemporaryFailure.class);
        }
    }

    @Test
    void returns_the_time_of_the_database_server() {
        try (PostgresBooks books = Databases.open(Databases.fresh())) {
            assertThat(Duration.between(books.clock().instant(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
        }
    }

    @Test
    void sessions_have_time_outs() {
        try (PostgresBooks books = Databases.open(Databases.fresh())) {
            assertThat(books.sessionSettings(
                            "lock_timeout",
                            "statement_timeout",
                            "idle_in_transaction_session_timeout",
                            "transaction_timeout"))
                    .containsExactly("3s", "10s", "5s", "25s");
        }
    }

    @Test
    void migrates_a_database_of_the_first_version() {
        PostgresBooks.Login login = firstVersion();
        RaceCard declared = Races.declared(100, Races.DAY, 2);
        RaceCard closed = declared.with(declared.race()
                .apply(new RaceCommand.Open())
                .race()
                .apply(new RaceCommand.Close())
                .race());
        insertAsTheFirstVersionDid(login, declared, 100);
        insertAsTheFirstVersionDid(login, closed, 101);
        try (PostgresBooks books = Databases.open(login)) {
            books.migrate();
            RaceCard migrated = books.books().races().find(new RaceId(100)).orElseThrow();
            assertThat(migrated).isEqualTo(declared);
            assertThat(books.books().races().in(Closing.Phase.FENCED, 10))
                    .extracting(card -> card.race().state())
                    .containsExactly(RaceState.CLOSED);
            assertThat(books.audit()).isEmpty();
        }
        Databases.drop(login);
    }

    @Test
    void migrating_keeps_the_stake_of_each_combination() {
        PostgresBooks.Login login = firstVersion();
        insertAsTheFirstVersionDid(login, Races.declared(100, Races.DAY, 18), 100);
        Rows.execute(
                login,
                "INSERT INTO pool SELECT 100, bet_type, 7, array_agg(100 * n ORDER BY n), sum(100 * n)"
                        + " FROM (VALUES ('WIN', 18), ('TRIO', 816), ('TRIFECTA', 4896)) AS type (bet_type, size),"
                        + " generate_series(1, size) AS n GROUP BY bet_type");
        try (PostgresBooks books = Databases.open(login)) {
            books.migrate();
            Map<BetType, Integer> sizes = Map.of(BetType.WIN, 18, BetType.TRIO, 816, BetType.TRIFECTA, 4_896);
            sizes.forEach((type, size) -> {
                PoolBook.PoolState state = books.books()
                        .pools()
                        .pools(List.of(new BoardId(new RaceId(100), type)))
                        .getFirst();
                assertThat(state.version()).isEqualTo(7);
                assertThat(state.pool().snapshot())
                        .isEqualTo(LongStream.rangeClosed(1, size)
                                .map(n -> 100 * n)
                                .toArray());
            });
        }
        Databases.drop(login);
    }

    private static PostgresBooks.Login firstVersion() {
        PostgresBooks.Login login = Databases.empty();
        Flyway.configure()
                .dataSource(login.url(), login.user(), login.password())
                .target("1")
                .load()
                .migrate();
        return login;
    }

    private static void insertAsTheFirstVersionDid(PostgresBooks.Login login, RaceCard card, long id) {
        String declaration = RaceRows.declared(card).data().replace("'", "''");
        String standing = RaceRows.standing(card).data();
        Rows.execute(
                login,
                "INSERT INTO race (race_id, race_day, post_time, deadline, declared, standing, version) VALUES (" + id
                        + ", '" + card.day() + "', '" + card.postTime() + "', '" + card.deadline() + "', '"
                        + declaration + "', '" + standing + "'::jsonb - 'expires_on', " + card.version() + ");"
                        + "INSERT INTO runner SELECT " + id + ", horse, '', '' FROM generate_series(1, 2) AS horse");
    }
}
