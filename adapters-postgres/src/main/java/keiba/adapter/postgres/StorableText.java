package keiba.adapter.postgres;

import java.nio.charset.StandardCharsets;

/** Converts any text to a text that PostgreSQL can store and people can read. */
final class StorableText {
    private static final int MAX_LENGTH = 1_000;

    private StorableText() {}

    /**
     * Returns the first 1,000 characters of a text. Characters that cannot be stored are replaced: PostgreSQL stores no
     * NUL, and UTF-8 cannot encode half a surrogate pair.
     */
    static String of(String text) {
        byte[] utf8 = text.substring(0, Math.min(text.length(), MAX_LENGTH)).getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
