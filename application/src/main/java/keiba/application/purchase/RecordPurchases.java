package keiba.application.purchase;

import java.util.List;

/** Takes purchases from the queue into the books: the recorder. */
public interface RecordPurchases {

    /**
     * Records chunks of different lanes, in one transaction where that is possible. If that fails, each is recorded
     * alone in the same call: a chunk that fails does not prevent others from being recorded, and only a purchase that
     * the books cannot store becomes a dead letter. If the server of the books is not available, all chunks fail
     * without another attempt. The recorded purchases are shown only by a call of {@link #show}.
     *
     * @param chunks at most one chunk of each lane
     */
    Recorded record(List<QueueChunk> chunks);

    /** Shows recorded purchases on the status board. What cannot be shown now is shown later by {@link ShowRecorded}. */
    void show(List<Purchase> recorded);

    /**
     * The outcome of a call.
     *
     * @param outcomes one for each chunk, in the order of the chunks
     * @param purchases the purchases whose outcome is now in the books; to be shown with {@link #show}
     */
    record Recorded(List<RecordingOutcome> outcomes, List<Purchase> purchases) {
        public Recorded {
            outcomes = List.copyOf(outcomes);
            purchases = List.copyOf(purchases);
        }
    }

    /** The outcome of recording a chunk. */
    sealed interface RecordingOutcome {}

    /**
     * The whole chunk is in the books.
     *
     * @param strayMarkers the number of close markers that were ignored because they were repeated, late or forged
     */
    record ChunkRecorded(int tickets, int refusals, int duplicates, int malformed, int strayMarkers)
            implements RecordingOutcome {
        ChunkRecorded plus(ChunkRecorded other) {
            return new ChunkRecorded(
                    tickets + other.tickets,
                    refusals + other.refusals,
                    duplicates + other.duplicates,
                    malformed + other.malformed,
                    strayMarkers + other.strayMarkers);
        }
    }

    /**
     * Another process records this lane now, or part of the chunk was recorded before the rest failed. The caller has
     * to read the lane's position again.
     */
    record LaneLost() implements RecordingOutcome {}

    /**
     * The chunk, or the rest of it, is not recorded. The caller can try again, but with this chunk alone: together with
     * others it may delay them for as long as this time.
     *
     * @param cause the reason; a {@link keiba.application.failure.ServerUnavailable} if no chunk can be recorded now, a
     *     {@link keiba.application.failure.TemporaryFailure} if this one was too slow or its rows were locked
     */
    record Failed(RuntimeException cause) implements RecordingOutcome {}
}
