package keiba.bootstrap.serve;

/**
 * The outcome of one check.
 *
 * @param about what was checked: {@code PostgreSQL: schema}
 * @param told what was found and, unless it is well, how to mend it
 */
record Finding(Level level, String about, String told) {
    /** How good it is. */
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

    /** One line. */
    String line() {
        return level.word + " ".repeat(Level.WARNING.word.length() - level.word.length() + 2) + about + ": "
                + told.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
