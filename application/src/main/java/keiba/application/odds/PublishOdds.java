package keiba.application.odds;

/** Keeps the shown odds and races equal to the books. Called again and again by a timer. */
public interface PublishOdds {

    /** Shows the boards that have changed since they were last shown, unless that was so recently that they wait for a later call. */
    void publishChanged();

    /** Shows what is missing or late on the boards of every unsettled race, whatever the reason; what is late waits as above. */
    void sync();
}
