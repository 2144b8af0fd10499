package keiba.application.odds;

/** Keeps the shown odds and races equal to the books. Called repeatedly by a timer. */
public interface PublishOdds {

    /**
     * Shows the boards that have changed since they were last shown. A board that was shown very recently waits for
     * a later call.
     */
    void publishChanged();

    /**
     * Compares the boards of every unsettled race with the books, and shows what is missing or outdated for any
     * reason. An outdated board waits as in {@link #publishChanged}.
     */
    Synced sync();

    /**
     * The outcome of a comparison with the books.
     *
     * @param racesBehind the number of races that are still shown in an older version than the books have
     * @param boardsBehind the number of odds boards that are still missing or outdated
     */
    record Synced(int racesBehind, int boardsBehind) {
        /** Returns whether the boards show everything that the books contained when the comparison began. */
        public boolean isComplete() {
            return racesBehind == 0 && boardsBehind == 0;
        }
    }
}
