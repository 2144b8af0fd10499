package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.embedded.model.OsArchitecture;

/** Tests Redis, and what all servers have in common, with the server that starts fastest. */
class EmbeddedRedisIT {
    @TempDir
    Path temporary;

    @Test
    void keeps_its_data_and_port_after_a_restart() {
        Path directory = Awkward.in(temporary);
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
            port = redis.port();
            set(redis, "odds", "1.1");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
            assertThat(redis.port()).isEqualTo(port);
            assertThat(get(redis, "odds")).isEqualTo("1.1");
        }
    }

    @Test
    void rewrites_its_file_rarely_and_syncs_it_every_second() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temporary.resolve("kept"));
                Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
            assertThat(setting(jedis, "appendonly")).isEqualTo("yes");
            assertThat(setting(jedis, "appendfsync")).isEqualTo("everysec");
            assertThat(setting(jedis, "no-appendfsync-on-rewrite")).isEqualTo("no");
            assertThat(setting(jedis, "auto-aof-rewrite-min-size")).isEqualTo(Integer.toString(256 << 20));
            assertThat(setting(jedis, "auto-aof-rewrite-percentage")).isEqualTo("100");
            assertThat(setting(jedis, "rdbcompression")).isEqualTo("no");
        }
    }

    private static String setting(Jedis jedis, String name) {
        return jedis.configGet(name).getOrDefault(name, "(none)");
    }

    @Test
    void keeps_its_data_after_a_kill() {
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            int port = redis.port();
            set(redis, "odds", "1.1");
            redis.kill();

            assertThat(redis.isRunning()).isFalse();
            redis.restart();

            assertThat(redis.isRunning()).isTrue();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(get(redis, "odds")).isEqualTo("1.1");
        }
    }

    @Test
    void answers_a_command_sent_during_a_pause_only_after_it() {
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            redis.pause();
            assertThat(Processes.states(redis.pid())).containsOnly("T");
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> get(redis, "odds"));
            assertThat(asked).isNotDone();

            redis.resume();

            assertThat(asked.join()).isNull();
        }
    }

    @Test
    void can_be_closed_while_paused_and_deletes_temporary_data() {
        EmbeddedRedis redis = EmbeddedRedis.startTemporary();
        long pid = redis.pid();
        Path directory = redis.directory();
        assertThat(directory).exists();
        redis.pause();

        redis.close();
        redis.close();

        assertThat(Processes.isAlive(pid)).isFalse();
        assertThat(directory).doesNotExist();
        assertThatThrownBy(redis::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Redis is closed");
    }

    @Test
    void uses_another_port_if_the_first_is_in_use() throws IOException {
        try (ServerSocket taken = taken()) {
            int free = Ports.free();
            Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
            try (EmbeddedRedis redis = EmbeddedRedis.start(TemporaryHomes.create(), ports::next)) {
                assertThat(redis.port()).isEqualTo(free);
                assertThat(get(redis, "odds")).isNull();
            }
        }
    }

    @Test
    void uses_another_port_if_its_previous_one_is_in_use() throws IOException {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(temporary)) {
            port = redis.port();
        }
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Ports.address(port));
            try (EmbeddedRedis redis = EmbeddedRedis.start(temporary)) {
                assertThat(redis.port()).isNotEqualTo(port);
            }
        }
    }

    @Test
    void reports_that_its_port_was_taken_while_it_was_stopped() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            redis.stop();
            try (ServerSocket taken = new ServerSocket()) {
                taken.bind(Ports.address(redis.port()));

                assertThatThrownBy(redis::start)
                        .isInstanceOf(EmbeddedServerException.class)
                        .hasMessage("Redis did not start: port " + redis.port() + " is in use by another program (log: "
                                + redis.log() + ")");
            }
            redis.start();
            assertThat(get(redis, "odds")).isNull();
        }
    }

    @Test
    void reports_in_one_line_why_it_does_not_start_and_where_its_log_is() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(temporary)) {
            set(redis, "odds", "1.1");
        }
        Files.writeString(temporary.resolve("data").resolve("appendonly.aof"), "*2\r\nrubbish");

        assertThatThrownBy(() -> EmbeddedRedis.start(temporary))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Redis did not start: # Bad file format reading the append only file")
                .hasMessageEndingWith("(log: " + temporary.toRealPath().resolve("server.log") + ")");
    }

    @Test
    void does_not_kill_an_unrelated_process_with_a_remembered_pid() throws IOException {
        Process stranger = Processes.idle();
        try {
            Path mark = temporary.toRealPath().resolve("redis.conf");
            new ServerProcess(stranger.toHandle(), mark.toString()).remember(temporary.resolve("pid"));

            EmbeddedRedis.start(temporary).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void runs_in_its_own_session_so_that_ctrl_c_does_not_reach_it() {
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            assertThat(Processes.session(redis.pid()))
                    .isNotEqualTo(Processes.session(ProcessHandle.current().pid()));
        }
    }

    @Test
    void has_a_program_for_intel_linux_without_openssl() throws IOException, InterruptedException {
        assumeTrue(Platform.current() == Platform.LINUX_AMD64, "needed there only");

        Path program = Binaries.redis(OsArchitecture.UNIX_x86, temporary);
        assumeTrue(canExecute(program), "this kernel runs no 32-bit programs");

        assertThat(Binaries.runs(program)).isTrue();
    }

    /** Whether the kernel knows this format of programs at all. The JDK would hand one that it does not to a shell. */
    private static boolean canExecute(Path program) throws IOException, InterruptedException {
        int cannotExecute = 126;
        Process shell = new ProcessBuilder("/bin/sh", "-c", "exec \"$0\" --version", program.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return shell.waitFor() != cannotExecute;
    }

    private static ServerSocket taken() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(Ports.address(0));
        return socket;
    }

    private static void set(EmbeddedRedis redis, String key, String value) {
        try (Jedis client = new Jedis(redis.url())) {
            client.set(key, value);
        }
    }

    private static String get(EmbeddedRedis redis, String key) {
        try (Jedis client = new Jedis(redis.url())) {
            return client.get(key);
        }
    }
}
