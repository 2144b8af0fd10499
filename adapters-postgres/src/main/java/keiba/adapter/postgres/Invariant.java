package keiba.adapter.postgres;

/**
 * A condition that the tables must fulfil at every moment.
 *
 * @param exceptions a query that returns the violations: the subject, and the two values that should be equal
 */
record Invariant(String name, String exceptions) {}
