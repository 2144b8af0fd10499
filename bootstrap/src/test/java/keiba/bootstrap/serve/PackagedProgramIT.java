package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.bootstrap.serve.Api.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is packaged for production: its jar and the libraries beside it, without those of the embedded servers. */
@Timeout(300)
class PackagedProgramIT {
    private static final Path JAR = Path.of("target", "keiba.jar").toAbsolutePath();
    private static final Pattern READY = Pattern.compile("keiba is ready: http://127\\.0\\.0\\.1:(\\d+) ");

    /** A JVM that SIGTERM has ended in order. */
    private static final int TERMINATED = 128 + 15;

    private static final int LIMIT_SECONDS = 120;

    @TempDir
    private Path data;

    private Process serve(Configuration configuration, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString(),
                "serve"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(data.resolve("out").toFile())
                .redirectError(data.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KEIBA_") || name.equals("CLASSPATH"));
        configuration.values().forEach((setting, value) -> builder.environment().put(setting.variable(), value));
        return builder.start();
    }

    private String said(String stream) {
        try {
            return Files.readString(data.resolve(stream));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private int awaitPort(Process service) {
        RunningService.await(
                "the service to start", () -> READY.matcher(said("out")).find() || !service.isAlive());
        Matcher ready = READY.matcher(said("out"));
        assertThat(ready.find()).as(() -> said("err")).isTrue();
        return Integer.parseInt(ready.group(1));
    }

    @Test
    void starts_sells_a_ticket_and_stops_without_errors_or_warnings() throws Exception {
        Configuration configuration = FreshServers.configuration(FreshServers.take(), data);
        RaceDay day = new RaceDay(1);
        Process service = serve(configuration, "--development");
        try {
            int port = awaitPort(service);
            try (Api api = Api.of(() -> port, data)) {
                assertThat(api.text("/")).startsWith("<!doctype html>");
                day.open(api);
                RaceDay.deposit(api, 10, 1_000);
                String token = RaceDay.bettor(api, 10);
                Answer bought = api.post("/v1/purchases", token, RaceDay.win(1, 3));
                assertThat(bought.status()).as(bought.toString()).isEqualTo(202);
                String receipt =
                        "/v1/purchases/" + bought.body().path("message_id").asText();
                RunningService.await(
                        "the ticket",
                        () -> api.get(receipt, token)
                                .body()
                                .path("status")
                                .asText()
                                .equals("COMPLETED"));
            }
            service.destroy(); // SIGTERM
            assertThat(service.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(TERMINATED);
            assertThat(said("err")).doesNotContain("Exception", "Error", "\tat ", "WARNING", "SEVERE");
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void refuses_to_start_without_the_keys_of_an_identity_provider() throws Exception {
        Process service = serve(FreshServers.configuration(FreshServers.take(), data));
        try {
            assertThat(service.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(said("err").lines())
                    .singleElement()
                    .asString()
                    .contains("jwt.jwks", "KEIBA_JWT_JWKS", "--development");
            assertThat(data.resolve("development-key.json")).doesNotExist();
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void reports_that_embedded_servers_are_not_in_the_package() throws Exception {
        Process service = serve(FreshServers.configuration(FreshServers.take(), data), "--embedded");
        try {
            assertThat(service.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(said("err").lines()).singleElement().asString().contains("./keiba");
        } finally {
            service.destroyForcibly();
        }
    }
}
