package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** A port that was in use when the server started and is free again when it is checked. */
class PortInUseIT {
    @Test
    void postgres_starts_on_another_port() throws Exception {
        startsOnAnotherPort((home, ports) -> EmbeddedPostgres.start(home, ports, Unprivileged.WAYS));
    }

    @Test
    void kafka_starts_on_another_port() throws Exception {
        startsOnAnotherPort(EmbeddedKafka::start);
    }

    @Test
    void redis_starts_on_another_port() throws Exception {
        startsOnAnotherPort(EmbeddedRedis::start);
    }

    @Test
    void a_server_that_starts_again_keeps_its_port() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            redis.stop();
            try (BrieflyTaken taken = new BrieflyTaken(redis.port(), redis.log())) {
                redis.start();
                assertThat(redis.port()).isEqualTo(taken.port());
            }
        }
    }

    private interface Start {
        EmbeddedServer start(ServerHome home, IntSupplier freePorts) throws IOException;
    }

    private static void startsOnAnotherPort(Start start) throws Exception {
        ServerHome home = TemporaryHomes.create();
        try (BrieflyTaken taken = new BrieflyTaken(Ports.free(), home.log());
                EmbeddedServer server = start.start(home, taken.first())) {
            assertThat(server.isRunning()).isTrue();
            assertThat(server.port()).isNotEqualTo(taken.port());
        }
    }
}
