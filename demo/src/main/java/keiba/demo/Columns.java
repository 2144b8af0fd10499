package keiba.demo;

/** Texts as a terminal sees them: Japanese characters are two columns wide, and colours none. */
final class Columns {
    private static final char ESCAPE = '\u001b';

    private Columns() {}

    /** Returns how many columns a text takes. */
    static int width(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); at = next(text, at)) {
            width += widthAt(text, at);
        }
        return width;
    }

    /** Returns the text with spaces behind it up to a width; a longer one as it is. */
    static String left(String text, int width) {
        return text + spaces(width - width(text));
    }

    /** Returns the text with spaces before it up to a width; a longer one as it is. */
    static String right(String text, int width) {
        return spaces(width - width(text)) + text;
    }

    private static String spaces(int count) {
        return " ".repeat(Math.max(0, count));
    }

    /** One text at the left end of a line, another at its right end. */
    static String ends(String left, String right, int width) {
        return left + spaces(Math.max(1, width - width(left) - width(right))) + right;
    }

    /** Returns the text cut behind so many columns; colours that it began still end. */
    static String clip(String text, int width) {
        StringBuilder clipped = new StringBuilder();
        int taken = 0;
        for (int at = 0; at < text.length(); at = next(text, at)) {
            int more = widthAt(text, at);
            if (taken + more <= width) {
                clipped.append(text, at, next(text, at));
                taken += more;
            }
        }
        return clipped.toString();
    }

    private static int widthAt(String text, int at) {
        int c = text.codePointAt(at);
        return c == ESCAPE ? 0 : isWide(c) ? 2 : 1;
    }

    /** Returns the next character, or the end of a colour that begins here. */
    private static int next(String text, int at) {
        if (text.charAt(at) == ESCAPE) {
            int end = text.indexOf('m', at);
            return end < 0 ? text.length() : end + 1;
        }
        return text.offsetByCodePoints(at, 1);
    }

    /** Kana, ideographs, and the full forms of Latin letters: what a Japanese type face sets in a square. */
    private static boolean isWide(int c) {
        return (c >= 0x3000 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff01 && c <= 0xff60);
    }
}
