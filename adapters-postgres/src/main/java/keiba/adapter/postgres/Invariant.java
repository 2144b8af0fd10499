package keiba.adapter.postgres;

/**
 * Something that must hold in the books at every moment.
 *
 * @param exceptions the query for where it does not: subject, and the two values that should agree
 */
record Invariant(String name, String exceptions) {}
