package keiba.application.odds;

/**
 * Stores published odds in the odds history, one point for each slot. Called repeatedly by a timer of its own, so
 * that the publication does not wait for it.
 */
public interface KeepOddsHistory {

    /**
     * Stores the newest published odds of every slot that has ended. Odds that cannot be stored now are stored by a
     * later call.
     */
    void keepDue();
}
