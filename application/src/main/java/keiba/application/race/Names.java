package keiba.application.race;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of races, venues, horses and jockeys that every store can hold. */
final class Names {
    private static final int MAX_LENGTH = 200;

    private Names() {}

    /** Returns whether this is a name: not blank, and {@link #isStorable}. */
    static boolean isName(String text) {
        return !text.isBlank() && isStorable(text);
    }

    /**
     * Returns why a text is not a name, such as {@code "is blank; 1 to 200 characters are allowed"}; empty if it is a
     * name.
     */
    static Optional<String> fault(String text) {
        if (isName(text)) {
            return Optional.empty();
        }
        String what = "has a character that is not allowed";
        if (text.isBlank()) {
            what = "is blank";
        } else if (text.length() > MAX_LENGTH) {
            what = "has " + text.length() + " characters";
        }
        return Optional.of(what + "; 1 to " + MAX_LENGTH + " characters are allowed");
    }

    /**
     * Returns whether every store can hold a text. Control characters are not allowed, and PostgreSQL's text or UTF-8
     * cannot hold a NUL or half a surrogate pair.
     */
    static boolean isStorable(String text) {
        return text.length() <= MAX_LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }
}
