package keiba.benchmarks.scale;

/**
 * The resources for recording.
 *
 * @param partitions of the topic
 * @param recorders processes, each with its own partitions and one transaction at a time
 * @param processors of PostgreSQL, which the transactions of all recorders share
 */
record Design(int partitions, int recorders, int processors) {
    /** Messages that one transaction records at most ({@code Lanes.JOINT}). */
    static final int MOST = 4_000;

    /** Messages that one transaction records of one partition at most ({@code Lane.CHUNK}); so many begin it at once. */
    static final int MOST_OF_PARTITION = 1_000;

    /** A partition that holds so many unrecorded messages is not read ({@code Lane.MOST_ENTRIES}). */
    static final int INBOX = 2_000;

    /** From the beginning of a transaction to that of the next, unless many messages wait ({@code KafkaRecorder.PACE}). */
    static final double PACE_MILLIS = 20;

    /** The pause of the reader after it found something ({@code ConsumerStage.COLLECTING}). */
    static final double COLLECTING_MILLIS = 5;

    /** How long the producer collects messages of a partition ({@code KafkaPurchaseQueue.LINGER}). */
    static final double LINGER_MILLIS = 2;

    /** From the end of lingering to the acknowledgement, and from there to the reader: each an assumption. */
    static final double BROKER_MILLIS = 1;

    /** Showing statuses in Redis: so long for a call, and for each status. Assumptions. */
    static final double SHOWING_MILLIS = 1;

    static final double SHOWING_ONE_MILLIS = 0.005;

    Design {
        if (partitions < 1 || recorders < 1 || recorders > partitions || processors < 1) {
            throw new IllegalArgumentException(partitions + " partitions, " + recorders + " recorders, " + processors
                    + " processors: at least one of each is needed, and no more recorders than partitions");
        }
    }

    int recorderOf(int partition) {
        return partition % recorders;
    }

    /** Returns the partitions of the recorder that has most. */
    int mostPartitionsOfRecorder() {
        return (partitions + recorders - 1) / recorders;
    }

    static double showingMillis(int statuses) {
        return SHOWING_MILLIS + SHOWING_ONE_MILLIS * statuses;
    }
}
