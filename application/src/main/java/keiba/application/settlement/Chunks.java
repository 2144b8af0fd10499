package keiba.application.settlement;

/**
 * How much one transaction of a job does.
 *
 * @param tickets how many tickets are calculated, or payouts expired, which locks no account of a bettor
 * @param credits how many refunds or payouts are credited; the accounts of their bettors are locked until the transaction ends
 */
record Chunks(int tickets, int credits) {
    Chunks {
        if (tickets < 1 || credits < 1) {
            throw new IllegalArgumentException("a transaction does at least one: " + tickets + ", " + credits);
        }
    }
}
