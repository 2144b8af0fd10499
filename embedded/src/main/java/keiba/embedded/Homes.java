package keiba.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Opens the directories of servers, and says which server it was for if that fails. */
final class Homes {
    private Homes() {}

    static ServerHome at(String server, Path directory) {
        try {
            return ServerHome.at(directory);
        } catch (IOException failure) {
            throw unusable(server, directory.toString(), failure);
        }
    }

    static ServerHome temporary(String server) {
        try {
            return TemporaryHomes.create();
        } catch (IOException failure) {
            throw unusable(server, "a temporary directory", failure);
        }
    }

    private static EmbeddedServerException unusable(String server, String directory, IOException failure) {
        return new EmbeddedServerException(
                server + " did not start: cannot use " + directory + ": " + failure, failure);
    }
}
