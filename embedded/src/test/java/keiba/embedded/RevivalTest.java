package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevivalTest {
    private long now = 1_000_000;
    private final Server server = new Server();
    private final Server other = new Server();
    private final Revival revival = new Revival(
            List.of(
                    new Revival.Watched("server on port 1", () -> server.dead, server::start),
                    new Revival.Watched("server on port 2", () -> other.dead, other::start)),
            () -> now);

    private static final class Server {
        private boolean dead;
        private boolean startable = true;
        private int starts;

        void start() {
            starts++;
            if (!startable) {
                throw new EmbeddedServerException("its port is taken");
            }
            dead = false;
        }
    }

    @AfterEach
    void close() {
        revival.close();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void does_not_restart_running_servers() {
        revival.look();
        assertThat(server.starts).isZero();
    }

    @Test
    void restarts_a_dead_server_at_once_and_no_other() {
        server.dead = true;
        revival.look();
        assertThat(server.starts).isEqualTo(1);
        assertThat(server.dead).isFalse();
        assertThat(other.starts).isZero();
    }

    @Test
    void waits_longer_before_each_further_attempt() {
        server.dead = true;
        server.startable = false;
        revival.look();
        Duration pause = Revival.FIRST_PAUSE;
        for (int attempt = 2; attempt <= Revival.ATTEMPTS; attempt++) {
            pass(pause.minusMillis(1));
            revival.look();
            assertThat(server.starts).isEqualTo(attempt - 1);
            pass(Duration.ofMillis(1));
            revival.look();
            assertThat(server.starts).isEqualTo(attempt);
            pause = pause.multipliedBy(2);
        }
    }

    @Test
    void stops_retrying_a_server_that_does_not_start_but_restarts_the_other() {
        server.dead = true;
        server.startable = false;
        for (int look = 0; look < 100; look++) {
            revival.look();
            pass(Duration.ofSeconds(10));
        }
        assertThat(server.starts).isEqualTo(Revival.ATTEMPTS);
        other.dead = true;
        revival.look();
        assertThat(other.dead).isFalse();
    }

    @Test
    void resets_the_attempts_of_a_server_that_has_run_for_a_minute() {
        for (int death = 0; death < 3 * Revival.ATTEMPTS; death++) {
            server.dead = true;
            revival.look();
            assertThat(server.dead).isFalse();
            pass(Revival.STABLE);
        }
    }
}
