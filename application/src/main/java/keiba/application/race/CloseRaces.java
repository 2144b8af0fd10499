package keiba.application.race;

/** Ends sales at the deadline. Called again and again by a timer, in any number of instances. */
public interface CloseRaces {

    /** Closes the races that are past their deadline, and says how many. */
    int closeDue();

    /** Sends the close markers that the recorder has not seen, and says how many. */
    int sendMarkers();
}
