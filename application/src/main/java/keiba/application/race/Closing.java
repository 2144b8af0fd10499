package keiba.application.race;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import keiba.domain.bet.BetType;

/**
 * How the sales of a race ended. From the first moment on the race is shown as closed; what was queued before its close marker is still
 * judged.
 *
 * @param id what the close marker must carry
 * @param at when sales were ended, by the books' clock
 * @param wasSelling whether the race was on sale at that moment; one that was suspended takes nothing more
 * @param phase how far the closing has come
 * @param differing the bet types whose running totals were found to differ from their tickets; as long as there are some, no final odds
 *     are declared. In the order of the bet types
 */
public record Closing(CloseId id, Instant at, boolean wasSelling, Phase phase, Set<BetType> differing) {
    public Closing {
        Set<BetType> inOrder = EnumSet.noneOf(BetType.class);
        inOrder.addAll(differing);
        differing = Collections.unmodifiableSet(inOrder);
    }

    /** Returns a closing of which no difference is known. */
    public Closing(CloseId id, Instant at, boolean wasSelling, Phase phase) {
        this(id, at, wasSelling, phase, Set.of());
    }

    /** How far a closing has come. */
    public enum Phase {
        /** The marker has not been seen: purchases queued before it still count. */
        CLOSING,
        /** The marker has been passed: the pools are complete. */
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
