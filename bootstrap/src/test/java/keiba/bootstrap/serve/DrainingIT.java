package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import keiba.bootstrap.serve.Api.Answer;
import keiba.bootstrap.serve.Api.NoAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: readiness fails first, requests are answered meanwhile, then streams and requests end, then everything else. */
class DrainingIT {
    private static final String DRAIN_MS = "6000";

    @Test
    void a_stopping_service_first_fails_readiness_and_still_answers_requests(@TempDir Path data) throws Exception {
        Configuration configuration =
                FreshServers.configuration(FreshServers.take(), data).with(Setting.HTTP_DRAIN_MS, DRAIN_MS);
        Database database = Database.of(configuration);
        RaceDay day = new RaceDay(3);
        try (ServiceProcess service = ServiceProcess.launch("draining", configuration)) {
            service.awaitReady();
            Api api = service.api();
            day.open(api);
            List<String> tokens = RaceDay.bettors(api, 10, 1_000_000);
            try (StreamListener listener = StreamListener.of(service.port(), "/v1/races/1/odds/stream")) {
                listener.awaitEvent("race");
                Crowd crowd = Crowd.start(day, List.of(api), tokens, 2);
                try (crowd) {
                    RunningService.await("purchases", () -> crowd.accepted() > 20);
                    service.askToStop();
                    RunningService.await("readiness to fail", () -> isDraining(api));
                    int before = crowd.accepted();
                    RunningService.await(
                            "purchases during the drain", () -> crowd.accepted() > before + 10 || !service.isAlive());
                    assertThat(crowd.accepted()).isGreaterThan(before + 10);
                    Answer last = api.post("/v1/purchases", tokens.getFirst(), "last", RaceDay.win(1, 1));
                    assertThat(last.status()).isEqualTo(202);
                    assertThat(last.header("Connection")).isEqualTo("close");
                    assertThat(isDraining(api)).isTrue();
                    assertThat(listener.hasEnded()).isFalse();

                    service.awaitStop();
                    assertThat(listener.awaitEnd()).as("how the stream ended").isEmpty();
                    service.startAgain();
                    assertThat(api.post("/v1/purchases", tokens.getFirst(), "last", RaceDay.win(1, 1))
                                    .messageId())
                            .isEqualTo(last.messageId());
                }
                // and one purchase of this test
                RunningService.await("the last records", () -> database.recorded() >= crowd.accepted() + 1);
                assertThat(database.recorded()).isEqualTo(crowd.receipts().size() + 1);
            }
            Invariants.hold(configuration);
        }
    }

    /** Returns whether readiness reports only that the service drains. */
    private static boolean isDraining(Api api) {
        try {
            Answer ready = api.get("/observe/health/ready", "");
            return ready.status() == 503 && ready.failingChecks().equals(List.of("draining"));
        } catch (NoAnswerException gone) {
            return false;
        }
    }
}
