package keiba.adapter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of the page and of the libraries that it uses, by their names such as {@code js/odds.js}. */
final class PageFiles {
    private static final String CLASS_PATH = "keiba/page/";
    private static final String UPLOT = "lib/uplot/";
    private static final Set<String> UPLOT_FILES = Set.of("uPlot.esm.js", "uPlot.iife.min.js", "uPlot.min.css");
    private static final String UPLOT_VERSION = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    /** Files with another ending are not served. */
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "webmanifest", "application/manifest+json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "ico", "image/x-icon");

    private final Optional<Path> directory;
    private final Map<String, PageFile> kept = new ConcurrentHashMap<>();

    /** @param directory read at every request in place of the class path */
    PageFiles(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * A file; empty if there is none of that name.
     *
     * @param name plain segments with slashes between them, as {@link PlainPaths} lets them through
     */
    Optional<PageFile> find(String name) {
        String mediaType = MEDIA_TYPES.get(ending(name));
        if (mediaType == null) {
            return Optional.empty();
        }
        if (directory.isPresent() && !name.startsWith(UPLOT)) {
            return read(directory.get(), name).map(content -> PageFile.passing(mediaType, content));
        }
        PageFile known = kept.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PageFile> read = read(name).map(content -> PageFile.kept(mediaType, content));
        read.ifPresent(file -> kept.put(name, file)); // only what exists is kept: there are as many as files
        return read;
    }

    /** What follows the last dot; empty without one. */
    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** Nothing outside of the directory is read, also where a link in it leads out. */
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

    private static Optional<byte[]> read(String name) {
        if (!name.startsWith(UPLOT)) {
            return resource(CLASS_PATH + name);
        }
        String file = name.substring(UPLOT.length());
        return UPLOT_FILES.contains(file)
                ? resource("META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/" + file)
                : Optional.empty();
    }

    /** As the WebJar says, so that the version stands in the parent POM only. */
    private static String uplotVersion() {
        try (InputStream properties = open(UPLOT_VERSION)) {
            Properties read = new Properties();
            if (properties != null) {
                read.load(properties);
            }
            return read.getProperty("version", "missing");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<byte[]> resource(String path) {
        try (InputStream content = open(path)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static @Nullable InputStream open(String path) {
        return PageFiles.class.getClassLoader().getResourceAsStream(path);
    }
}
