package keiba.application.odds;

/** Counts the tickets of races while they are being sold, so that few are left to be counted for the final odds. */
public interface CountTickets {

    /**
     * Counts some of the tickets that were sold since the last call. Called repeatedly by a timer, in any number of
     * instances.
     */
    void countDue();
}
