package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final String MARK = "3600";

    @TempDir
    Path directory;

    private Path pidFile;
    private Process idle;

    @BeforeEach
    void startProgram() throws IOException {
        pidFile = directory.resolve("pid");
        idle = Processes.idle();
        new ServerProcess(idle.toHandle(), MARK).remember(pidFile);
    }

    @AfterEach
    void killProgram() {
        idle.destroyForcibly();
    }

    @Test
    void finds_the_process_recorded_in_the_pid_file() throws IOException {
        assertThat(ServerProcess.remembered(pidFile)).map(ServerProcess::pid).contains(idle.pid());
    }

    @Test
    void finds_no_process_without_a_pid_file() throws IOException {
        assertThat(ServerProcess.remembered(directory.resolve("none"))).isEmpty();
    }

    @Test
    void finds_no_process_if_it_has_ended() throws IOException, InterruptedException {
        idle.destroyForcibly();
        Processes.awaitEnd(idle);

        assertThat(ServerProcess.remembered(pidFile)).isEmpty();
    }

    @Test
    void ignores_a_process_that_started_at_another_time() throws IOException {
        replaceLine(1, "2026-01-01T00:00:00Z");

        assertThat(ServerProcess.remembered(pidFile)).isEmpty();
    }

    @Test
    void ignores_a_process_with_another_command_line() throws IOException {
        replaceLine(2, "360");

        assertThat(ServerProcess.remembered(pidFile)).isEmpty();
    }

    @Test
    void finds_no_process_in_an_unreadable_pid_file() throws IOException {
        replaceLine(0, "not a number");
        assertThat(ServerProcess.remembered(pidFile)).isEmpty();

        Files.writeString(pidFile, "");
        assertThat(ServerProcess.remembered(pidFile)).isEmpty();
    }

    @Test
    void pauses_resumes_and_kills_its_children_too() throws IOException {
        ServerProcess parent =
                ServerProcess.launch(new ProcessBuilder("sh", "-c", "sleep 3600 & sleep 3600 & wait"), "wait");
        assertThat(Wait.until(() -> Processes.states(parent.pid()).size() == 3, Duration.ofMinutes(1)))
                .isTrue();
        List<Long> pids = new ArrayList<>(
                Processes.descendants(parent.pid()).map(ProcessHandle::pid).toList());
        pids.add(parent.pid());

        parent.pause();
        assertThat(Processes.states(parent.pid())).containsExactly("T", "T", "T");
        parent.resume();
        assertThat(Processes.states(parent.pid())).hasSize(3).doesNotContain("T");
        parent.pause();
        parent.kill();

        assertThat(pids).noneMatch(Processes::isAlive);
    }

    @Test
    void kill_returns_only_when_the_process_has_ended() throws IOException {
        for (int i = 0; i < 3; i++) {
            ServerProcess jvm = ServerProcess.launch(Processes.idleJvm(), Processes.IdleJvm.MARK);
            assertThat(Wait.until(() -> Processes.threads(jvm.pid()) > 5, Duration.ofMinutes(1)))
                    .isTrue();

            jvm.kill();

            assertThat(Processes.isAlive(jvm.pid())).isFalse();
        }
    }

    private void replaceLine(int index, String text) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        lines.set(index, text);
        Files.write(pidFile, lines);
    }
}
