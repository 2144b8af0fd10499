package keiba.application.race;

/** Ends sales at the deadline. Called repeatedly by a timer, in any number of instances. */
public interface CloseRaces {

    /** Closes the races that are past their deadline, and returns their number. */
    int closeDue();

    /** Sends the close markers that the recorder has not seen, and returns their number. */
    int sendMarkers();
}
