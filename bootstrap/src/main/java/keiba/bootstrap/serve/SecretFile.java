package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import keiba.bootstrap.NearestNames;
import keiba.bootstrap.SmallTextFile;

/** A file whose whole content is one secret, as container platforms and secret stores provide it. */
final class SecretFile {
    /** The largest size in bytes. A chain of certificates with its key is smaller. */
    static final int LARGEST = SmallTextFile.LARGEST;

    private SecretFile() {}

    /**
     * Reads the secret: the text of the file without one newline at its end.
     *
     * @param name the setting that names the file, for messages
     * @param path relative to the working directory
     * @throws IllegalArgumentException if the file cannot be read, is empty, is larger than {@link #LARGEST} or is not
     *     UTF-8; the message does not contain any of the content, and it contains the path only if this is absolute,
     *     because a relative one may be a secret given by mistake
     */
    static String read(String name, String path) {
        String secret = withoutNewline(content(name, path));
        if (secret.isBlank()) {
            throw fault(name, path, "is empty");
        }
        return secret;
    }

    private static String content(String name, String path) {
        try {
            return SmallTextFile.read(Path.of(path));
        } catch (SmallTextFile.TooLargeException tooLarge) {
            throw fault(name, path, "is larger than " + LARGEST + " bytes");
        } catch (CharacterCodingException notText) {
            throw fault(name, path, "is not text in UTF-8");
        } catch (IOException | InvalidPathException unreadable) {
            throw fault(name, path, "cannot be read" + reason(unreadable));
        }
    }

    private static String withoutNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String reason(Exception unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return ": there is no such file";
        }
        return unreadable instanceof AccessDeniedException ? ": this user may not read it" : "";
    }

    private static IllegalArgumentException fault(String name, String path, String what) {
        String shown = path.startsWith("/") ? " " + NearestNames.shown(path) : " (a relative path, not shown)";
        return new IllegalArgumentException(name + ": the file" + shown + " " + what);
    }
}
