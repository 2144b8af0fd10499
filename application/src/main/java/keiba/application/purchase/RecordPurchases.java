package keiba.application.purchase;

import java.util.List;

/** Takes purchases from the queue into the books: the recorder. */
public interface RecordPurchases {

    /**
     * Records chunks of different lanes, in one transaction where that is possible. If that fails, each is recorded alone in the same call: a
     * chunk that fails keeps no other from being recorded, and a purchase that the books cannot take becomes a dead letter, alone. If the server
     * of the books is not available, all chunks fail without another attempt. What was recorded is not shown yet: {@link #show} does that.
     *
     * @param chunks at most one of each lane
     */
    Recorded record(List<QueueChunk> chunks);

    /** Shows recorded purchases on the status board. What cannot be shown now is shown later by {@link ShowRecorded}. */
    void show(List<Purchase> recorded);

    /**
     * The outcome of a call.
     *
     * @param outcomes one for each chunk, in the order of the chunks
     * @param purchases the purchases whose outcome is in the books now, to be shown
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
     * All of it is in the books.
     *
     * @param strayMarkers close markers that mean nothing: repeated, late or forged
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

    /** Another process records this lane now, or part of the chunk was recorded before the rest failed: ask for the lane's position. */
    record LaneLost() implements RecordingOutcome {}

    /**
     * The chunk, or the rest of it, is not recorded, and can be recorded again. Record it alone then: together with others it may hold them up for
     * as long as it did this time.
     *
     * @param cause why; a {@link keiba.application.failure.ServerUnavailable} if no chunk can be recorded now, a {@link
     *     keiba.application.failure.TemporaryFailure} if this one was too slow or its rows were locked
     */
    record Failed(RuntimeException cause) implements RecordingOutcome {}
}
