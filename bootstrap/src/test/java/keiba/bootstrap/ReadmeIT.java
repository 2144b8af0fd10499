package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README work as written and give the answers that it shows. */
class ReadmeIT {
    private static final Pattern QUICK_START =
            Pattern.compile("```sh\n(\\./keiba serve --embedded &\n.*?)```\n.*?```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir
    private Path data;

    @Test
    void the_program_answers_the_quick_start_as_the_readme_shows() throws IOException, InterruptedException {
        Matcher quickStart = QUICK_START.matcher(Files.readString(Project.root().resolve("README.md")));
        assertThat(quickStart.find()).isTrue();

        List<JsonNode> answers = answers(quickStart.group(1));

        List<JsonNode> shown = quickStart.group(2).lines().map(ReadmeIT::read).toList();
        assertThat(answers).noneMatch(answer -> answer.toString().contains("urn:keiba:problem"));
        assertThat(answers.subList(Math.max(0, answers.size() - shown.size()), answers.size()))
                .isEqualTo(shown);
    }

    private List<JsonNode> answers(String lines) throws IOException, InterruptedException {
        Shell.Typed typed = Shell.type(lines, data);
        assertThat(typed.said()).contains("keiba is ready: http://127.0.0.1:");
        return typed.said()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(ReadmeIT::read)
                .toList();
    }

    /** Returns an answer with a placeholder for every id and every time. */
    private static JsonNode read(String line) {
        String withoutIds = ID.matcher(line).replaceAll("an id");
        return Keiba.json(TIME.matcher(withoutIds).replaceAll("a time"));
    }

    /** Follows the steps in docs/operations.md for several processes on one machine. */
    @Test
    void embedded_servers_run_alone_and_their_address_file_configures_other_processes()
            throws IOException, InterruptedException {
        Path other = Files.createDirectory(data.resolve("other"));
        try (Shell.Started servers = Shell.start("./keiba servers", data)) {
            servers.awaits(Pattern.compile("the servers are ready"));
            assertThat(servers.said()).contains("postgres.url=").doesNotContain("postgres.password=");
            Path addresses = data.resolve("var").resolve("embedded.properties");
            Shell.Typed typed = Shell.type("./keiba migrate --config '" + addresses + "'", other);
            assertThat(typed.said()).contains("applied V1 (books)");
            assertThat(typed.exitCode()).isZero();
            assertThat(servers.stop()).isEqualTo(128 + 15);
        }
    }
}
