package keiba.adapter.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the page is served.
 *
 * @param served whether this process serves it
 * @param directory where its files are read from at every request, for those who change them; empty for the class path
 * @param connectOrigins other origins that its scripts may send requests to, such as {@code https://id.example}
 */
public record PageSettings(boolean served, Optional<Path> directory, List<String> connectOrigins) {
    /** Served from the class path, and sends requests to this server only. */
    public static final PageSettings DEFAULT = new PageSettings(true, Optional.empty(), List.of());

    /** The page is not served. */
    public static final PageSettings NONE = new PageSettings(false, Optional.empty(), List.of());

    private static final Pattern ORIGIN =
            Pattern.compile("https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*)|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

    /** @throws IllegalArgumentException if one of the origins is none */
    public PageSettings {
        connectOrigins = List.copyOf(connectOrigins);
        for (String origin : connectOrigins) {
            if (!isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "an origin is http:// or https://, a host and perhaps a port: \"" + origin + "\"");
            }
        }
    }

    /** Whether this is an origin as browsers write it: scheme, host, and the port if it is not the scheme's. */
    public static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches();
    }
}
