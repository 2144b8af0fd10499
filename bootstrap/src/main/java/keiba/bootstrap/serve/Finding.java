package keiba.bootstrap.serve;

/**
 * The outcome of one check.
 *
 * @param about the checked item, such as {@code PostgreSQL: schema}
 * @param told the outcome and, if there is a problem, how to correct it
 */
record Finding(Level level, String about, String told) {
    /** The severity of a finding. */
    enum Level {
        OK("ok"),
        WARNING("warning"),
        /** The service does not start, or is not ready, or may lose something. */
        FAULT("fault");

        private final String word;

        Level(String word) {
            this.word = word;
        }
    }

    static Finding ok(String about, String told) {
        return new Finding(Level.OK, about, told);
    }

    static Finding warning(String about, String told) {
        return new Finding(Level.WARNING, about, told);
    }

    static Finding fault(String about, String told) {
        return new Finding(Level.FAULT, about, told);
    }

    /** Returns the finding as one line of text. */
    String line() {
        return level.word + " ".repeat(Level.WARNING.word.length() - level.word.length() + 2) + about + ": "
                + told.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
