package keiba.application.odds;

/** Keeps the shown odds and races equal to the books. Called again and again by a timer. */
public interface PublishOdds {

    /** Shows the boards that have changed since they were last shown, unless that was so recently that they wait for a later call. */
    void publishChanged();

    /** Shows what is missing or late on the boards of every unsettled race, whatever the reason; what is late waits as above. */
    Synced sync();

    /**
     * How a comparison with the books has ended.
     *
     * @param racesBehind how many races are still shown in an older version than the books have
     * @param boardsBehind how many boards of odds are still missing or older than they should be
     */
    record Synced(int racesBehind, int boardsBehind) {
        /** Returns whether everything is shown that the books held when the comparison began. */
        public boolean isComplete() {
            return racesBehind == 0 && boardsBehind == 0;
        }
    }
}
