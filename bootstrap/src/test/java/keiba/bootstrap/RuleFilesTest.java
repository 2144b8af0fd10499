package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.bootstrap.Keiba.Run;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBookRegistry;
import keiba.domain.rule.RuleBookText;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading rule books from files, and the refusals, which name the file and the line. */
class RuleFilesTest {
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    @TempDir
    private Path directory;

    private static String book(String name, String from) {
        return "name = " + name + "\nfrom = " + from + "\nWIN.payback = 780\n";
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text);
    }

    private RuleBookRegistry read() {
        return RuleFiles.ofDirectory(directory);
    }

    private void assertRefused(String file, String fault) {
        assertThatIllegalArgumentException().isThrownBy(this::read).withMessage(directory.resolve(file) + ": " + fault);
    }

    @Test
    void adds_each_rule_book_of_the_directory_to_the_built_in_ones() throws IOException {
        write("b.rules", book("OWN", "2027-04-01"));
        write("a.rules", book("OWN", "2026-04-01").replace("780", "760"));
        write("競馬.rules", "\ufeff" + book("競馬", "2026-04-01").replace("\n", "\r\n"));

        assertThat(read().names()).containsAll(RuleBooks.names()).endsWith("OWN", "競馬");
        assertThat(read().find("OWN", APRIL).orElseThrow().terms(BetType.WIN).payback())
                .isEqualTo(PerMille.of(760));
        assertThat(read().find("OWN", APRIL.plusYears(1))
                        .orElseThrow()
                        .terms(BetType.WIN)
                        .payback())
                .isEqualTo(PerMille.of(780));
        assertThat(read().find("OWN", APRIL.minusDays(1))).isEmpty();
    }

    @Test
    void returns_only_the_built_in_rule_books_for_an_empty_directory() {
        assertThat(read()).isEqualTo(RuleBooks.registry());
        assertThat(RuleFiles.of(List.of())).isEqualTo(RuleBooks.registry());
    }

    @Test
    void ignores_other_files_hidden_files_and_directories() throws IOException {
        for (String other : List.of("README.md", "a.rules.bak", ".a.rules", "rules", "a.RULES")) {
            write(other, "no rule book");
        }
        Files.createDirectory(directory.resolve("old"));
        Files.createSymbolicLink(directory.resolve(".#a.rules"), directory.resolve("missing"));

        assertThat(read()).isEqualTo(RuleBooks.registry());
    }

    @Test
    void follows_symbolic_links_to_files() throws IOException {
        Path data = Files.createDirectory(directory.resolve("..data"));
        Files.writeString(data.resolve("a.rules"), book("OWN", "2026-04-01"));
        Files.createSymbolicLink(directory.resolve("a.rules"), data.resolve("a.rules"));

        assertThat(read().find("OWN")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plus10 = maybe | line 4: plus10 must be yes or no, not maybe",
                "WIN.payback = 700 | line 4: WIN.payback is already set in line 3",
                "TRIO.payback = 75 | line 4: TRIO.payback must be in the band of 700 to 800 per mille, not 75",
                "stake-unit = 10 | line 4: a stake unit must be a positive multiple of 100円, not 10円",
                "colour = \u001b[31m | line 4: colour is not a setting of a rule book",
                "plus10 = \u001b[31m | line 4: plus10 must be yes or no, not \\u001b[31m"
            })
    void names_the_file_and_the_line_of_an_error(String line, String fault) throws IOException {
        write("good.rules", book("GOOD", "2026-04-01"));
        write("own.rules", book("OWN", "2026-04-01") + line);

        assertRefused("own.rules", fault);
    }

    @Test
    void refuses_empty_and_huge_files_and_files_that_are_not_text() throws IOException {
        write("own.rules", "");
        assertRefused("own.rules", "the setting from is missing");
        String most = book("OWN", "2026-04-01") + "# ";
        write("own.rules", most + "x".repeat(RuleFiles.LARGEST - most.length()));
        assertThat(read().find("OWN")).isPresent();
        write("own.rules", most + "x".repeat(RuleFiles.LARGEST - most.length() + 1));
        assertRefused("own.rules", "it is larger than 65536 bytes");
        Files.write(directory.resolve("own.rules"), "name = \u3042".getBytes(StandardCharsets.UTF_16));
        assertRefused("own.rules", "it is not text in UTF-8");
    }

    @Test
    void shortens_a_long_value_in_the_message() throws IOException {
        write("own.rules", book("OWN", "2026-04-01") + "plus10 = " + "y".repeat(60_000));
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(700));
    }

    @Test
    void refuses_a_rule_file_that_is_not_a_regular_file() throws IOException {
        Files.createDirectory(directory.resolve("own.rules"));
        assertRefused("own.rules", "it is not a regular file");
        Files.delete(directory.resolve("own.rules"));
        Files.createSymbolicLink(directory.resolve("own.rules"), directory.resolve("missing"));
        assertRefused("own.rules", "there is no such file");
    }

    @Test
    void refuses_a_path_that_is_not_a_directory() throws IOException {
        Path file = write("file", "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleFiles.ofDirectory(file))
                .withMessage(file + ": it cannot be listed as a directory");
        Path missing = directory.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleFiles.ofDirectory(missing))
                .withMessage(missing + ": there is no such directory");
    }

    @Test
    void refuses_two_files_of_the_same_name_and_day_even_with_the_same_content() throws IOException {
        Path first = write("a.rules", book("OWN", "2026-04-01"));
        write("b.rules", book("OWN", "2026-04-01"));
        assertRefused(
                "b.rules",
                "the rule book OWN from 2026-04-01 is also in " + first
                        + "; each name and first day may be in one file only");
        assertThatIllegalArgumentException().isThrownBy(() -> RuleFiles.of(List.of(first, first)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JRA", "NAR", "NAR-OI"})
    void refuses_other_rules_under_the_name_of_a_built_in_rule_book(String name) throws IOException {
        write("own.rules", book(name, "2026-04-01"));
        assertRefused(
                "own.rules",
                "the program has a rule book " + name
                        + " that holds on 2026-04-01 and differs from this one; give this one another name");
    }

    @Test
    void accepts_a_built_in_name_for_earlier_days_and_for_the_same_rules() throws IOException {
        write("old.rules", book("JRA", "2010-01-01"));
        write("same.rules", RuleBookText.write(RuleBooks.JRA, APRIL));
        RuleBookRegistry books = read();
        assertThat(books.find("JRA", LocalDate.of(2014, 6, 6)).orElseThrow().types())
                .containsExactly(BetType.WIN);
        for (LocalDate day : List.of(RuleBooks.FIRST_DAY, LocalDate.of(2024, 9, 16), APRIL)) {
            assertThat(books.find("JRA", day)).isEqualTo(RuleBooks.find("JRA", day));
        }
    }

    @Test
    void reads_100_files_and_refuses_more() throws IOException {
        for (int i = 0; i < RuleFiles.MOST; i++) {
            write(i + ".rules", book("OWN-" + i, "2026-04-01"));
        }
        assertThat(read().names()).hasSize(RuleBooks.names().size() + RuleFiles.MOST);
        write("one-more.rules", book("OWN", "2026-04-01"));
        assertThatIllegalArgumentException().isThrownBy(this::read).withMessageContaining("more than 100 files");
        Path any = directory.resolve("0.rules");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleFiles.of(Collections.nCopies(RuleFiles.MOST + 1, any)));
    }

    @Test
    void shows_a_file_name_with_control_characters_on_one_line() throws IOException {
        write("a\n\u001b[31m\u202e.rules", "");
        assertThatIllegalArgumentException()
                .isThrownBy(this::read)
                .withMessage(directory + "/a\\u000a\\u001b[31m\\u202e.rules: the setting from is missing");
    }

    /** Checks that the example in the manual is complete and works as described. */
    @Test
    void the_example_of_the_documentation_is_a_valid_rule_book() throws IOException {
        String page = Files.readString(Project.root().resolve("docs/rule-books.md"));
        Matcher example =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(example.find()).isTrue();
        write("example.rules", example.group(1));

        RuleBook book = read().find("RIVERSIDE", APRIL).orElseThrow();
        assertThat(book.types()).containsExactly(BetType.values());
        assertThat(book.deadlineMinutes()).isEqualTo(3);
        assertThat(book.minimumDividend()).isEqualTo(Yen.of(110));
        assertThat(book.plus10()).isFalse();
    }

    @Test
    void the_command_dividends_uses_rule_books_from_files() throws IOException {
        Path own = write("own.rules", book("OWN", "2026-04-01") + "minimum-dividend = 120\n");
        Path other = write("other.rules", book("OTHER", "2026-04-01").replace("780", "700"));
        String race =
                "{\"rules\":\"%s\",\"runners\":2,\"stakes\":{\"WIN\":{\"1\":90000,\"2\":10000}},\"result\":[[%d]]}\n";
        Run run = dividends(
                race.formatted("OWN", 1)
                        + race.formatted("OWN", 2)
                        + race.formatted("OTHER", 2)
                        + race.formatted("JRA", 2),
                "--rules-file",
                own.toString(),
                "--rules-file",
                other.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.answers().stream()
                        .map(answer -> answer.at("/WIN/dividends").toString()))
                .containsExactly("{\"1\":120}", "{\"2\":780}", "{\"2\":700}", "{\"2\":800}");
    }

    @Test
    void the_command_dividends_lists_rule_books_from_files_if_a_name_is_unknown() throws IOException {
        Path own = write("own.rules", book("OWN", "2026-04-01"));
        Run run = dividends("{\"rules\":\"own\",\"runners\":2,\"stakes\":{}}", "--rules-file", own.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("keiba: race 1: rules: unknown rule book own; known are JRA, ")
                .endsWith(", OWN\n");
    }

    @Test
    void the_command_dividends_refuses_an_invalid_rule_file_before_reading_a_race() throws IOException {
        Path own = write("own.rules", book("JRA", "2026-04-01"));
        Run run = dividends("{\"runners\":2,\"stakes\":{}}", "--rules-file", own.toString());
        assertThat(run)
                .isEqualTo(new Run(
                        1,
                        "",
                        "keiba: " + own + ": the program has a rule book JRA that holds on 2026-04-01 and differs from"
                                + " this one; give this one another name\n"));
        Path missing = directory.resolve("missing.rules");
        assertThat(dividends("", "--rules-file", missing.toString()))
                .isEqualTo(new Run(1, "", "keiba: " + missing + ": there is no such file\n"));
        assertThat(dividends("", "--rules-file").exitCode()).isEqualTo(2);
    }

    private static Run dividends(String input, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "dividends";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[arguments.length - 1] = "-";
        return Keiba.run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
    }
}
