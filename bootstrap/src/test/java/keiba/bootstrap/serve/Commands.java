package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import keiba.bootstrap.Program;

/** Runs commands of the program on the servers of a configuration. */
final class Commands {
    private final Path config;

    /** @param data where the file of properties is put */
    Commands(Configuration configuration, Path data) {
        this.config = write(configuration, data);
    }

    private static Path write(Configuration configuration, Path data) {
        Properties settings = new Properties();
        configuration.values().forEach((setting, value) -> settings.put(setting.property(), value));
        try {
            Path file = Files.createTempFile(data, "commands", ".properties");
            try (var writer = Files.newBufferedWriter(file)) {
                settings.store(writer, null);
            }
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The command and its arguments; the file of properties is given to it as well. */
    Program.Ended run(String... arguments) {
        return Program.run(Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    }
}
