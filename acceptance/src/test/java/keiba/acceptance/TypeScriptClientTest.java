package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compiles the TypeScript types that a public generator creates from the OpenAPI file. */
class TypeScriptClientTest {
    private static final Path GENERATED = Path.of("..", "generated-client", "target", "typescript");
    private static final Path WORK = Path.of("target", "typescript");
    private static final Pattern VERSION = Pattern.compile("<typescript\\.version>([^<]+)</");
    private static final long MOST_SECONDS = 120;

    private record Ended(int status, String output) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = WORK.resolve(command.getFirst() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Ended(-1, "no end after " + MOST_SECONDS + " s");
        }
        return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Versions are only in the parent pom. */
    private static String version() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("..", "pom.xml"), UTF_8));
        assertThat(version.find()).as("typescript.version in pom.xml").isTrue();
        return version.group(1);
    }

    private static void installCompiler() throws IOException, InterruptedException {
        assumeTrue(
                isOnPath("npm") && isOnPath("node"),
                "skipped: npm and node are needed to compile the TypeScript types");
        // Without it npm installs into a directory above that has one.
        Files.writeString(WORK.resolve("package.json"), "{\"private\": true}\n", UTF_8);
        String compiler = "typescript@" + version();
        Ended installed = run(List.of(
                "npm",
                "install",
                "--no-save",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--fetch-retries=1",
                compiler));
        assumeTrue(
                installed.status() == 0,
                () -> "skipped: npm cannot install " + compiler + ": "
                        + installed.output().lines().findFirst().orElse(""));
    }

    @Test
    void generated_types_compile_strictly_with_a_program_that_buys_a_ticket() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        installCompiler();
        assertThat(GENERATED.resolve("index.ts"))
                .as("made by the module generated-client; run Maven with -am")
                .exists();
        copy(GENERATED, WORK.resolve("client"));
        try (InputStream program =
                Objects.requireNonNull(TypeScriptClientTest.class.getResourceAsStream("raceday.ts"))) {
            Files.write(WORK.resolve("raceday.ts"), program.readAllBytes());
        }
        Ended compiled = run(List.of(
                "node",
                "node_modules/typescript/bin/tsc",
                "--strict",
                "--noEmit",
                "--target",
                "es2022",
                "--lib",
                "es2022,dom,dom.iterable",
                "--module",
                "es2022",
                "--moduleResolution",
                "bundler",
                "raceday.ts"));
        assertThat(compiled.output()).isEmpty();
        assertThat(compiled.status()).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.write(copy, Files.readAllBytes(file));
            }
        }
    }
}
