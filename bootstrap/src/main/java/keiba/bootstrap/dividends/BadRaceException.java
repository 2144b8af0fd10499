package keiba.bootstrap.dividends;

/** Thrown for an invalid race of the input; contains the field and what is wrong with it. */
final class BadRaceException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param field the path of the field, {@code "stakes.WIN.12"}; empty for the object itself
     * @param reason what is wrong
     */
    BadRaceException(String field, String reason) {
        super(field.isEmpty() ? reason : field + ": " + reason);
    }
}
