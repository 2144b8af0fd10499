package keiba.benchmarks.scale;

/**
 * How long a transaction takes that records n messages, if it waits for no processor: a + b·n, and the wait for the disk.
 *
 * @param fixedMillis a: what happens once in a transaction, in milliseconds
 * @param perMessageMicros b: what each message adds, in microseconds
 * @param serverShare the part of both that a processor of PostgreSQL works, above 0 and at most 1; in the rest the recorder works
 * @param syncMillis how much longer the synchronised write of PostgreSQL's log takes than where a was measured, in milliseconds; a write to a
 *     synchronous replica counts as well
 */
record TransactionCost(double fixedMillis, double perMessageMicros, double serverShare, double syncMillis) {
    /** {@code RecordingSpeed} measured 8.80 ms for 52 messages and 260.4 ms for 3,900; PostgreSQL worked in 68 % of the time of the latter. */
    static final TransactionCost ALONE = between(52, 8.80, 3_900, 260.4, 0.68);

    /**
     * The same a, and the b with which 3,952 messages take as long as in the backlog of the load driver (11,700 a second), whose purchases have more
     * combinations, on tables of a million tickets. PostgreSQL used 0.82 of a processor there.
     */
    static final TransactionCost IN_SERVICE = through(ALONE.fixedMillis(), 3_952, 3_952_000 / 11_700.0, 0.82);

    TransactionCost {
        if (!(fixedMillis >= 0 && perMessageMicros > 0 && syncMillis >= 0 && serverShare > 0 && serverShare <= 1)) {
            throw new IllegalArgumentException(
                    "no cost of a transaction: a " + fixedMillis + " ms, b " + perMessageMicros
                            + " µs, share of the server " + serverShare + ", synchronised write " + syncMillis + " ms");
        }
    }

    /** Returns the cost on the line through two measured transactions, of few and of many messages. */
    static TransactionCost between(int few, double fewMillis, int many, double manyMillis, double serverShare) {
        double perMessage = (manyMillis - fewMillis) / (many - few);
        return new TransactionCost(fewMillis - perMessage * few, perMessage * 1_000, serverShare, 0);
    }

    /** Returns the cost with a known a, and a b by one measured transaction. */
    private static TransactionCost through(double fixedMillis, int messages, double millis, double serverShare) {
        return new TransactionCost(fixedMillis, (millis - fixedMillis) / messages * 1_000, serverShare, 0);
    }

    TransactionCost withSync(double millis) {
        return new TransactionCost(fixedMillis, perMessageMicros, serverShare, millis);
    }

    /** T(n) without the wait for the disk. */
    private double work(double messages) {
        return fixedMillis + perMessageMicros * messages / 1_000;
    }

    /** T(n), in milliseconds. */
    double millis(double messages) {
        return work(messages) + syncMillis;
    }

    /** Returns how long a processor of PostgreSQL works for a transaction, in milliseconds. */
    double serverMillis(double messages) {
        return work(messages) * serverShare;
    }

    /** Returns how long the recorder works for a transaction itself, in milliseconds. */
    double recorderMillis(double messages) {
        return work(messages) * (1 - serverShare);
    }
}
