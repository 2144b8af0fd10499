package keiba.adapter.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The files of the page and of the libraries that it uses, by their names such as {@code js/odds.js}. */
final class PageFiles {
    private static final String CLASS_PATH = "keiba/page/";
    private static final String UPLOT = "lib/uplot/";
    private static final Set<String> UPLOT_FILES = Set.of("uPlot.esm.js", "uPlot.iife.min.js", "uPlot.min.css");
    private static final String UPLOT_VERSION = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private final Optional<Path> directory;
    private final StaticFiles files = new StaticFiles(PageFiles::resource);

    /**
     * @param directory the directory that is read at every request instead of the class path
     */
    PageFiles(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * Returns a file; empty if there is none of that name.
     *
     * @param name plain segments separated by slashes, as {@link PlainPaths} allows them
     */
    Optional<StaticFile> find(String name) {
        Optional<String> mediaType = StaticFiles.mediaType(name);
        return mediaType.isPresent() && directory.isPresent() && !name.startsWith(UPLOT)
                ? read(directory.get(), name).map(content -> StaticFile.passing(mediaType.get(), content))
                : files.find(name);
    }

    /** Reads only files inside the directory, even if a symbolic link in it points outside. */
    private static Optional<byte[]> read(Path directory, String name) {
        try {
            Path root = directory.toRealPath();
            Path file = root.resolve(name);
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root)
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<String> resource(String name) {
        if (!name.startsWith(UPLOT)) {
            return Optional.of(CLASS_PATH + name);
        }
        String file = name.substring(UPLOT.length());
        return UPLOT_FILES.contains(file)
                ? Optional.of("META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/" + file)
                : Optional.empty();
    }

    /** Returns the version from the WebJar, so that the version is defined only in the parent POM. */
    private static String uplotVersion() {
        Properties read = new Properties();
        try {
            read.load(new ByteArrayInputStream(StaticFiles.read(UPLOT_VERSION).orElse(new byte[0])));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return read.getProperty("version", "missing");
    }
}
