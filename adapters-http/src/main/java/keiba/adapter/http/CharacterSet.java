package keiba.adapter.http;

/** A set of characters of ISO 8859-1. Every byte of every request is looked up in one, so this is a table and not a regular expression. */
final class CharacterSet {
    private final boolean[] holds = new boolean[256];

    /** Returns the characters of a text. */
    static CharacterSet of(String characters) {
        CharacterSet set = new CharacterSet();
        for (int i = 0; i < characters.length(); i++) {
            set.holds[characters.charAt(i)] = true;
        }
        return set;
    }

    /** Returns the same set with the characters of a range. */
    CharacterSet andRange(char first, char last) {
        CharacterSet wider = copy();
        for (int character = first; character <= last; character++) {
            wider.holds[character] = true;
        }
        return wider;
    }

    /** Returns the same set with ASCII letters and digits. */
    CharacterSet andLettersAndDigits() {
        return andRange('0', '9').andRange('A', 'Z').andRange('a', 'z');
    }

    /** Returns the same set without a character. */
    CharacterSet without(char character) {
        CharacterSet narrower = copy();
        narrower.holds[character] = false;
        return narrower;
    }

    private CharacterSet copy() {
        CharacterSet copy = new CharacterSet();
        System.arraycopy(holds, 0, copy.holds, 0, holds.length);
        return copy;
    }

    boolean holds(char character) {
        return character < holds.length && holds[character];
    }

    /** Returns whether all characters of a part of a text are in this set; true for an empty part. */
    boolean holdsAll(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (!holds(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
