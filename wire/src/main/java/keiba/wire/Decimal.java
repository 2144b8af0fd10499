package keiba.wire;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Whole numbers in text. Each has one form, so that two texts never name the same user, race or amount. */
public final class Decimal {
    private static final Pattern CANONICAL = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private Decimal() {}

    /**
     * Returns the number that a text writes in ASCII digits, without sign unless negative, leading zeros or spaces.
     *
     * @return empty for any other text, and for a number of more than 18 digits
     */
    public static OptionalLong parse(String text) {
        return CANONICAL.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
