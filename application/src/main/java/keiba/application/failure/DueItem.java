package keiba.application.failure;

/**
 * One step of due work for one item.
 *
 * @param step which step
 * @param item the race, board or message that the step is done for, as logs name it
 */
public record DueItem(DueStep step, String item) implements Activity {

    @Override
    public String toString() {
        return step.label() + " of " + item;
    }
}
