package keiba.application.settlement;

/**
 * The sizes of the transactions of a job.
 *
 * @param tickets the number of tickets to calculate or payouts to expire, which locks no account of a bettor
 * @param credits the number of refunds or payouts to credit; the accounts of their bettors are locked until the
 *     transaction ends
 */
record Chunks(int tickets, int credits) {
    Chunks {
        if (tickets < 1 || credits < 1) {
            throw new IllegalArgumentException(
                    "the sizes of a transaction must be at least 1: tickets " + tickets + ", credits " + credits);
        }
    }
}
