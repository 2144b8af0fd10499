package keiba.demo;

/** The status of a purchase. */
sealed interface Verdict {

    /** Still in the queue. */
    record Pending() implements Verdict {}

    /** The service does not know it. */
    record Unknown() implements Verdict {}

    /** Sold. */
    record Ticket(long totalYen) implements Verdict {}

    /** Not sold, and no money was taken: {@code INSUFFICIENT_FUNDS}. */
    record Refusal(String reason) implements Verdict {}
}
