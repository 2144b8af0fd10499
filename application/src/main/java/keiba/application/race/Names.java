package keiba.application.race;

import java.nio.charset.StandardCharsets;

/** Names of races, venues, horses and jockeys that every store can hold. */
final class Names {
    private static final int MAX_LENGTH = 200;

    private Names() {}

    /** Whether this is a name: not blank, and {@link #isStorable}. */
    static boolean isName(String text) {
        return !text.isBlank() && isStorable(text);
    }

    /** No name holds a control character; neither PostgreSQL's text nor UTF-8 can hold a NUL or half a surrogate pair. */
    static boolean isStorable(String text) {
        return text.length() <= MAX_LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }
}
