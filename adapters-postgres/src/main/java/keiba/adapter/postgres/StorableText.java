package keiba.adapter.postgres;

import java.nio.charset.StandardCharsets;

/** Text for people that PostgreSQL can store, whatever it was made of. */
final class StorableText {
    private static final int MAX_LENGTH = 1_000;

    private StorableText() {}

    /** Returns the first 1,000 characters; PostgreSQL keeps every character but NUL, and UTF-8 has no half of a surrogate pair. */
    static String of(String text) {
        byte[] utf8 = text.substring(0, Math.min(text.length(), MAX_LENGTH)).getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
