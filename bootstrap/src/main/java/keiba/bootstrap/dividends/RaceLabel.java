package keiba.bootstrap.dividends;

import keiba.bootstrap.Printable;

/**
 * The race id of the input, which the output repeats.
 *
 * @param text the string, or the digits of the integer as they were written
 * @param isNumber whether it was an integer
 */
record RaceLabel(String text, boolean isNumber) {
    private static final int MAX_SHOWN = 60;

    /** Returns a text for a message: one line of limited length. */
    @Override
    public String toString() {
        return Printable.of(text, MAX_SHOWN);
    }
}
