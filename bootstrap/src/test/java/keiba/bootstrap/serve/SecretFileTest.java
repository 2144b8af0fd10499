package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a secret from its own file. */
class SecretFileTest {
    private static final String NAME = "KEIBA_POSTGRES_PASSWORD_FILE";

    @TempDir
    private Path directory;

    private String file(byte[] content) throws IOException {
        return Files.write(directory.resolve("secret"), content).toString();
    }

    private String file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "s3cret,s3cret",
                "\"s3cret\n\",s3cret",
                "\"s3cret\r\n\",s3cret",
                "\"s3cret\n\n\",\"s3cret\n\"",
                "\" s3cret \n\",\" s3cret \"",
                "ひみつ,ひみつ"
            })
    void reads_the_text_without_one_newline_at_its_end(String content, String secret) throws IOException {
        assertThat(SecretFile.read(NAME, file(content))).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " ", " \n\n"})
    void refuses_an_empty_file(String content) throws IOException {
        String file = file(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, file))
                .withMessage(NAME + ": the file " + file + " is empty");
    }

    @Test
    void reads_a_file_of_the_largest_size_and_refuses_a_larger_one() throws IOException {
        String largest = file("x".repeat(SecretFile.LARGEST));
        assertThat(SecretFile.read(NAME, largest)).hasSize(SecretFile.LARGEST);
        String huge = file("s3cret".repeat(SecretFile.LARGEST));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, huge))
                .withMessage(NAME + ": the file " + huge + " is larger than 65536 bytes");
    }

    @Test
    void refuses_a_file_that_is_not_text_without_showing_its_content() throws IOException {
        String file = file(new byte[] {'s', '3', 'c', 'r', 'e', 't', (byte) 0xff});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, file))
                .withMessage(NAME + ": the file " + file + " is not text in UTF-8")
                .satisfies(refused -> {
                    StringWriter all = new StringWriter();
                    refused.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).doesNotContain("s3cret");
                });
    }

    @Test
    void refuses_a_file_that_cannot_be_read() {
        Path missing = directory.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, missing.toString()))
                .withMessage(NAME + ": the file " + missing + " cannot be read: there is no such file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, directory.toString()))
                .withMessage(NAME + ": the file " + directory + " cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "s3cret/with-slash", "s3cret\u0000"})
    void does_not_show_a_secret_that_was_given_instead_of_a_path(String mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretFile.read(NAME, mistake))
                .withMessageStartingWith(NAME + ": the file (a relative path, not shown) cannot be read")
                .withMessageNotContaining("s3cret");
    }
}
