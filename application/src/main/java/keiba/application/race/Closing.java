package keiba.application.race;

import java.time.Instant;

/**
 * How the sales of a race ended. From the first moment on the race is shown as closed; what was queued before its close marker is still
 * judged.
 *
 * @param id what the close marker must carry
 * @param at when sales were ended, by the books' clock
 * @param wasSelling whether the race was on sale at that moment; one that was suspended takes nothing more
 * @param phase how far the closing has come
 */
public record Closing(CloseId id, Instant at, boolean wasSelling, Phase phase) {

    /** How far a closing has come. */
    public enum Phase {
        /** The marker has not been seen: purchases queued before it still count. */
        CLOSING,
        /** The marker has been passed: the pools are complete. */
        FENCED,
        /** The final odds are saved for the field as it stands. */
        FINAL
    }

    Closing in(Phase next) {
        return new Closing(id, at, wasSelling, next);
    }
}
