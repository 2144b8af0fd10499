package keiba.adapter.http;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the page.
 *
 * @param served whether this process serves it
 * @param directory the directory from which its files are read at every request, for developers who change them; empty
 *     for the class path
 * @param environment a name that the page shows, so that a rehearsal is not taken for the real system; empty for none
 * @param login the settings of the login at an identity provider; empty if there is no such login
 */
public record PageSettings(
        boolean served, Optional<Path> directory, Optional<String> environment, Optional<LoginSettings> login) {
    /** The page is served from the class path, without a login at an identity provider. */
    public static final PageSettings DEFAULT =
            new PageSettings(true, Optional.empty(), Optional.empty(), Optional.empty());

    /** The page is not served. */
    public static final PageSettings NONE =
            new PageSettings(false, Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern ORIGIN =
            Pattern.compile("https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*)|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");

    /** Returns whether this is an origin as browsers write it: scheme, host, and the port if it is not the scheme's. */
    public static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches();
    }
}
