package keiba.application.purchase;

/** Takes purchases from the queue into the books: the recorder. */
public interface RecordPurchases {

    /**
     * Records a chunk, and shows what became of its purchases. A purchase that the books cannot take becomes a dead letter, alone.
     *
     * @throws keiba.application.failure.TemporaryFailure if the books are away; nothing of the chunk's rest was recorded, and the chunk
     *     can be recorded again
     */
    Outcome record(QueueChunk chunk);

    /** What became of a chunk. */
    sealed interface Outcome {}

    /**
     * All of it is in the books.
     *
     * @param strayMarkers close markers that mean nothing: repeated, late or forged
     */
    record Done(int tickets, int refusals, int duplicates, int malformed, int strayMarkers) implements Outcome {
        Done plus(Done other) {
            return new Done(
                    tickets + other.tickets,
                    refusals + other.refusals,
                    duplicates + other.duplicates,
                    malformed + other.malformed,
                    strayMarkers + other.strayMarkers);
        }
    }

    /** Somebody else records this partition now: look where it stands. */
    record PartitionLost() implements Outcome {}
}
