package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path temporary;

    @Test
    void keeps_rows_port_and_password_after_a_restart() throws SQLException {
        Path directory = Awkward.in(temporary);
        String url;
        String password;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            url = postgres.url();
            password = postgres.password();
            execute(postgres, "create table race (id bigint)", "insert into race values (42)");
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
            assertThat(postgres.url()).isEqualTo(url);
            assertThat(postgres.password()).isEqualTo(password);
            assertThat(ask(postgres, "select id from race")).isEqualTo("42");
        }
    }

    @Test
    void has_settings_for_load_and_full_durability_for_kept_data() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temporary.resolve("kept"))) {
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "show full_page_writes")).isEqualTo("on");

            assertThat(ask(postgres, "show shared_buffers")).isEqualTo("256MB");
            assertThat(ask(postgres, "show effective_cache_size")).isEqualTo("1GB");
            assertThat(ask(postgres, "show max_wal_size")).isEqualTo("2GB");
            assertThat(ask(postgres, "show min_wal_size")).isEqualTo("512MB");
            assertThat(ask(postgres, "show wal_buffers")).isEqualTo("16MB");
            assertThat(ask(postgres, "show checkpoint_completion_target")).isEqualTo("0.9");
            assertThat(ask(postgres, "show work_mem")).isEqualTo("16MB");
            assertThat(ask(postgres, "show autovacuum_naptime")).isEqualTo("15s");
            assertThat(ask(postgres, "show jit")).isEqualTo("off");
        }
    }

    @Test
    void temporary_servers_use_utf8_utc_and_no_fsync() throws SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.shared();

        assertThat(ask(postgres, "show server_version")).startsWith("18.");
        assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
        assertThat(ask(postgres, "select length('競馬')")).isEqualTo("2");
        assertThat(ask(postgres, "show log_timezone")).isEqualTo("UTC");
        assertThat(ask(postgres, "show max_connections")).isEqualTo("200");
        assertThat(ask(postgres, "show unix_socket_directories")).isEmpty();
        assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask(postgres, "show fsync")).isEqualTo("off");
        assertThat(ask(postgres, "select usesuper from pg_user where usename = current_user"))
                .isEqualTo("t");
    }

    @Test
    void refuses_connections_without_the_password() {
        EmbeddedPostgres postgres = EmbeddedPostgres.shared();

        assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "guess"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keeps_committed_rows_after_a_kill_with_connected_clients() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startTemporary();
                Connection connected = connect(postgres)) {
            assertThat(connected.isClosed()).isFalse();
            String url = postgres.url();
            execute(postgres, "create table race (id bigint)", "insert into race values (42)");
            List<Long> processes = Processes.descendants(postgres.pid())
                    .map(ProcessHandle::pid)
                    .toList();

            postgres.kill();
            assertThat(processes).isNotEmpty().noneMatch(Processes::isAlive);
            postgres.start();

            assertThat(postgres.url()).isEqualTo(url);
            assertThat(ask(postgres, "select id from race")).isEqualTo("42");
        }
    }

    @Test
    void answers_a_query_sent_during_a_pause_only_after_it() throws SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.shared();
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            postgres.pause();
            assertThat(Processes.states(postgres.pid())).hasSizeGreaterThan(1).containsOnly("T");
            CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> succeeds(statement, "select 1"));
            assertThat(asked).isNotDone();

            postgres.resume();

            assertThat(asked.join()).isTrue();
        }
    }

    @Test
    void starts_after_a_crash_if_another_process_has_its_former_pid() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.startTemporary()) {
            Path pidFile = postgres.directory().resolve("data").resolve("postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
            postgres.kill();
            lines.set(0, Long.toString(ProcessHandle.current().pid()));
            Files.write(pidFile, lines);

            postgres.start();

            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void stops_without_waiting_for_clients() throws IOException, SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(home(), Ports::free, Unprivileged.WAYS);
        try (Connection connection = connect(postgres)) {
            connection.setAutoCommit(false);
            assertThat(succeeds(connection.createStatement(), "select 1")).isTrue();

            postgres.close();

            assertThat(temporary.resolve("data").resolve("postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void uses_another_port_if_the_first_is_in_use() throws IOException, SQLException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Ports.address(0));
            int free = Ports.free();
            Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(TemporaryHomes.create(), ports::next, Unprivileged.WAYS)) {
                assertThat(postgres.port()).isEqualTo(free);
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void reports_in_one_line_why_it_does_not_start_and_where_its_log_is() throws IOException {
        EmbeddedPostgres.start(home(), Ports::free, Unprivileged.WAYS).close();
        Files.writeString(temporary.resolve("data").resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(home(), Ports::free, Unprivileged.WAYS))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage("PostgreSQL did not start: FATAL:  database files are incompatible with server (log: "
                        + temporary.toRealPath().resolve("server.log") + ")");
    }

    @Test
    void started_by_root_it_runs_as_another_user_with_the_same_data() throws IOException, SQLException {
        assumeTrue(Platform.isRoot(), "only root has to become somebody else");
        execute(Unprivileged.AS_NOBODY, "create table race (id bigint)");
        execute(Unprivileged.IN_USER_NAMESPACE, "insert into race values (42)");
        execute(Unprivileged.AS_NOBODY, "insert into race values (43)");
    }

    @Test
    void started_by_root_it_reports_if_it_cannot_run_as_another_user() {
        assumeTrue(Platform.isRoot(), "only root has to become somebody else");

        assertThatThrownBy(() -> EmbeddedPostgres.start(TemporaryHomes.create(), Ports::free, List.of()))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("PostgreSQL refuses to run as root");
    }

    private void execute(Unprivileged way, String sql) throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home(), Ports::free, List.of(way))) {
            execute(postgres, sql);
        }
    }

    /** Returns a directory that is kept and uses the unpacked programs of temporary servers, because unpacking takes longest. */
    private ServerHome home() throws IOException {
        Path binaries = TemporaryHomes.root().resolve("binaries");
        return new ServerHome(temporary.toRealPath(), DirectoryLock.take(temporary), binaries, false);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    private static void execute(EmbeddedPostgres postgres, String... sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static boolean succeeds(Statement statement, String sql) {
        try {
            return statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
