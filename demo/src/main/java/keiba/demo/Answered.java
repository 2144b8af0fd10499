package keiba.demo;

/** The immediate answer of the service to a purchase. */
sealed interface Answered {

    /**
     * It has been taken, and will end as a ticket or as a refusal.
     *
     * @param messageId its receipt number
     * @param combinations how many combinations the service counted
     */
    record Taken(String messageId, int combinations) implements Answered {}

    /** It was refused on the spot: {@code race-not-open}. */
    record TurnedAway(String problem) implements Answered {}
}
