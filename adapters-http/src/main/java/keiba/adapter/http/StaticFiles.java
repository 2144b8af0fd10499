package keiba.adapter.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Files of the class path that are served unchanged. Each is read and compressed once. */
final class StaticFiles {
    /** Files with another ending are not served. */
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "yaml", "application/yaml",
            "webmanifest", "application/manifest+json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webp", "image/webp",
            "ico", "image/x-icon");

    private final Function<String, Optional<String>> resources;
    private final Map<String, StaticFile> kept = new ConcurrentHashMap<>();

    /**
     * @param resources returns the class path resource of a file name; empty for a name that is not served
     */
    StaticFiles(Function<String, Optional<String>> resources) {
        this.resources = resources;
    }

    /** Returns the files of a folder. */
    static StaticFiles of(String folder) {
        return new StaticFiles(name -> Optional.of(folder + name));
    }

    /**
     * Returns a file; empty if there is none of that name.
     *
     * @param name plain segments separated by slashes, as {@link PlainPaths} allows them
     */
    Optional<StaticFile> find(String name) {
        Optional<String> mediaType = mediaType(name);
        if (mediaType.isEmpty()) {
            return Optional.empty();
        }
        StaticFile known = kept.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<StaticFile> read = resources
                .apply(name)
                .flatMap(StaticFiles::read)
                .map(content -> StaticFile.kept(mediaType.get(), content));
        read.ifPresent(file -> kept.put(name, file)); // only existing files are kept, so the size of the map is limited
        return read;
    }

    /** Returns the media type of a file by the ending of its name; empty for one that is not served. */
    static Optional<String> mediaType(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.ofNullable(MEDIA_TYPES.get(name.substring(dot + 1)));
    }

    /** Returns the bytes of a resource on the class path; empty if it does not exist. */
    static Optional<byte[]> read(String resource) {
        try (InputStream content = StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
