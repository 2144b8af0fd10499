package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program answers the examples of the documents as shown. */
class DividendsDocumentationTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\necho '([^']*)' \\| \\./keiba dividends -\n```\n```(?:json)?\n(.*)\n```");

    @ParameterizedTest
    @CsvSource({"README.md, 1", "docs/dividends.md, 5"})
    void the_program_answers_the_examples_of_the_documents_as_shown(String document, int examples) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Project.root().resolve(document)));
        int found = 0;
        for (; example.find(); found++) {
            Run run = Keiba.dividends(example.group(1) + "\n");
            assertThat(run.out() + run.err()).isEqualToNormalizingNewlines(example.group(2) + "\n");
        }
        assertThat(found).isEqualTo(examples);
    }
}
