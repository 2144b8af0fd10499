package keiba.application.purchase;

/** Updates the status board from the books without any request for a purchase. Called repeatedly by a timer. */
public interface ShowRecorded {

    /**
     * Compares the board with the books and shows the outcomes that are missing or wrong on the board: those of the
     * purchases recorded since the last call, and of all purchases of the last 48 hours after a start and after the
     * board lost its memory. One call does a bounded amount of work; the next one continues there.
     *
     * @return how many outcomes were shown
     * @throws keiba.application.failure.TemporaryFailure if the books or the board are unavailable; the next call
     *     begins at the same place
     */
    int showDue();

    /**
     * Records that the board may have missed outcomes. The next call then also compares the newest purchases, without
     * waiting until they are settled.
     */
    void missed();
}
