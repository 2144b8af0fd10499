package keiba.demo;

import java.time.LocalDate;

/** A number of quiet races of one day in Japan, with a crowd of its own. */
interface RaceMeeting {
    LocalDate day();

    /** Returns whether there is another race to hold. */
    boolean hasRace();

    /** Declares the next race, and holds it at its time; returns when it is declared. */
    void hold(SaleTimes times) throws InterruptedException;

    /** Tells that no further race is held. What was held is checked as a whole once it is over. */
    void end();
}
