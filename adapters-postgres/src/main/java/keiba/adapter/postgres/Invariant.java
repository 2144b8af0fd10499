package keiba.adapter.postgres;

/**
 * A condition that the tables must fulfil at every moment.
 *
 * @param exceptions the query for where it does not: subject, and the two values that should agree
 */
record Invariant(String name, String exceptions) {}
