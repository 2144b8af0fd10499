package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help, the README and the guide for operators list exactly the commands of the program. */
class CommandListTest {
    /** Commands that only the script keiba has. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("demo", "test", "architecture", "load", "scale");

    private static final Pattern START = Pattern.compile("## Start\n.*?```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LISTED = Pattern.compile("^\\./keiba ([a-z-]+).* # \\S", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+[^`]*)` \\| ", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final Pattern NAME = Pattern.compile("^[a-z-]+(?: [a-z]+)?");

    private final CommandLine program = Main.commandLine(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

    private static String text(String file) throws IOException {
        return Files.readString(Project.root().resolve(file));
    }

    /** Adds each command without subcommands by its full name, such as {@code dead-letters list}. */
    private static void collect(String prefix, CommandLine of, Map<String, CommandLine> found) {
        of.getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                found.put(prefix + name, command);
            } else {
                collect(prefix + name + " ", command, found);
            }
        });
    }

    private Map<String, CommandLine> commands() {
        Map<String, CommandLine> found = new TreeMap<>();
        collect("", program, found);
        return found;
    }

    private static Set<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !Set.of("--help", "--version", "--config").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_help_describes_each_command_in_a_sentence() {
        Map<String, CommandLine> all = new TreeMap<>(commands());
        all.putAll(program.getSubcommands());
        assertThat(all)
                .hasSizeGreaterThan(15)
                .allSatisfy((name, command) -> assertThat(
                                command.getCommandSpec().usageMessage().description()[0])
                        .as(name)
                        .matches("[A-Z].*[A-Za-z]\\."));
    }

    @Test
    void the_readme_lists_each_command_and_no_other() throws IOException {
        MatchResult start =
                START.matcher(text("README.md")).results().findFirst().orElseThrow();
        Set<String> listed = LISTED.matcher(start.group(1))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(program.getSubcommands().keySet());
        known.addAll(OF_THE_SCRIPT);
        assertThat(listed).isEqualTo(known);
    }

    @Test
    void the_guide_for_operators_lists_each_of_their_commands_with_each_option() throws IOException {
        Map<String, CommandLine> commands = commands();
        Set<String> listed = new HashSet<>();
        for (MatchResult row : ROW.matcher(text("docs/commands.md")).results().toList()) {
            String name = NAME.matcher(row.group(1))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group();
            CommandLine command = commands.get(name);
            assertThat(command).as(name).isNotNull();
            Set<String> options = OPTION.matcher(row.group(1))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(options).as(name).isEqualTo(options(command));
            listed.add(name);
        }
        List<String> ofOperators = commands.entrySet().stream()
                .filter(command -> command.getValue()
                        .getCommandSpec()
                        .userObject()
                        .getClass()
                        .getPackageName()
                        .equals("keiba.bootstrap.operator"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(ofOperators).hasSizeGreaterThan(5);
        assertThat(listed).containsAll(ofOperators).contains("migrate", "verify", "servers");
    }
}
