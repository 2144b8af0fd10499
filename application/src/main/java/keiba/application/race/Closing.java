package keiba.application.race;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import keiba.domain.bet.BetType;

/**
 * The end of the sales of a race. The race is shown as closed from the first moment on; purchases that were queued
 * before its close marker are still judged.
 *
 * @param id the id that the close marker must contain
 * @param at the time at which sales ended, by the clock of the books
 * @param wasSelling whether the race was on sale at that moment; a suspended race accepts no more purchases
 * @param phase the phase that the closing has reached
 * @param differing the bet types whose running totals differ from their tickets, in their order; as long as there are
 *     any, no final odds are declared
 */
public record Closing(CloseId id, Instant at, boolean wasSelling, Phase phase, Set<BetType> differing) {
    public Closing {
        Set<BetType> inOrder = EnumSet.noneOf(BetType.class);
        inOrder.addAll(differing);
        differing = Collections.unmodifiableSet(inOrder);
    }

    /** Creates a closing without any known difference. */
    public Closing(CloseId id, Instant at, boolean wasSelling, Phase phase) {
        this(id, at, wasSelling, phase, Set.of());
    }

    /** The phases of a closing. */
    public enum Phase {
        /** The recorder has not reached the close marker: purchases queued before it are still recorded. */
        CLOSING,
        /** The recorder has passed the close marker: the pools are complete. */
        FENCED,
        /** The final odds of the current field are saved. */
        FINAL
    }

    Closing in(Phase next) {
        return new Closing(id, at, wasSelling, next);
    }

    Closing blockedBy(Set<BetType> types) {
        return new Closing(id, at, wasSelling, phase, types);
    }
}
