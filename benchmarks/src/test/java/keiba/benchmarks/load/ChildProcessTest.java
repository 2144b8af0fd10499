package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    @TempDir
    Path temporary;

    /** Reports that it serves, and then ends. */
    static final class Mortal {
        private Mortal() {}

        public static void main(String[] arguments) {
            System.out.println(ChildProcess.READY + "http://127.0.0.1:4711");
            System.err.println("the heap is full");
            System.exit(3);
        }
    }

    /** Reports that it serves, and runs until it is stopped. */
    static final class Immortal {
        private Immortal() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(ChildProcess.READY + "http://127.0.0.1:4712");
            Thread.currentThread().join();
        }
    }

    /** Never serves. */
    static final class Stillborn {
        private Stillborn() {}

        public static void main(String[] arguments) {
            System.err.println("the port is taken");
        }
    }

    @Test
    void reports_how_a_server_ended_unexpectedly() throws IOException {
        try (ChildProcess server = start(Mortal.class)) {
            assertThat(server.port()).isEqualTo(4711);
            while (server.death().isEmpty()) {
                Thread.onSpinWait();
            }

            assertThat(server.death().orElseThrow())
                    .isEqualTo("the server ended with exit code 3; the end of its log:\nthe heap is full");
        }
    }

    @Test
    void still_reports_the_unexpected_end_after_it_was_closed() throws IOException {
        ChildProcess server = start(Mortal.class);
        while (server.death().isEmpty()) {
            Thread.onSpinWait();
        }

        server.close();

        assertThat(server.death()).isPresent();
    }

    @Test
    void does_not_report_a_server_that_runs_or_was_stopped_as_ended() throws IOException {
        ChildProcess server = start(Immortal.class);
        assertThat(server.death()).isEmpty();

        server.close();

        assertThat(server.death()).isEmpty();
        assertThat(server.processorMicros()).isPositive();
    }

    @Test
    void reports_why_a_server_did_not_start() {
        assertThatThrownBy(() -> start(Stillborn.class))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the server did not start; the end of its log:")
                .hasMessageContaining("the port is taken");
    }

    private ChildProcess start(Class<?> main) throws IOException {
        return ChildProcess.start("the server", main, List.of(), Map.of(), temporary.resolve("log"));
    }
}
