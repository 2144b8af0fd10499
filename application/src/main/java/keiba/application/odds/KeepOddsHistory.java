package keiba.application.odds;

/** Keeps the odds that were published, thinned to steps. Called again and again by a timer, apart from the publication. */
public interface KeepOddsHistory {

    /** Keeps the newest published odds of every slot that has ended; what cannot be kept now is tried again. */
    void keepDue();
}
