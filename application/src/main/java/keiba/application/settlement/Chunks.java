package keiba.application.settlement;

/**
 * The sizes of the transactions of a job.
 *
 * @param tickets how many tickets are calculated, or payouts expired, which locks no account of a bettor
 * @param credits how many refunds or payouts are credited; the accounts of their bettors are locked until the transaction ends
 */
record Chunks(int tickets, int credits) {
    Chunks {
        if (tickets < 1 || credits < 1) {
            throw new IllegalArgumentException(
                    "the sizes of a transaction must be at least 1: tickets " + tickets + ", credits " + credits);
        }
    }
}
