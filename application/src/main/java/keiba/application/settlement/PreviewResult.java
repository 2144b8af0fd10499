package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.race.ConfirmResult;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;

/** Computes the dividends of a result before it is confirmed, and saves nothing. */
public interface PreviewResult {

    /**
     * Settles a race as if this result were confirmed now.
     *
     * @param result what an operator would post, or has posted
     */
    ResultPreviewOutcome preview(RaceId race, RaceResult result);

    /** The outcome of a preview. */
    sealed interface ResultPreviewOutcome {}

    /**
     * The dividends that the result would pay.
     *
     * @param card the race with this result, which is not saved
     * @param types every bet type on sale, in the order of the types
     * @param matches the version of the posted result if it is the same result; empty if another result or none is
     *     posted
     */
    record Previewed(RaceCard card, List<TypeSettlement> types, Optional<Long> matches)
            implements ResultPreviewOutcome {
        public Previewed {
            types = List.copyOf(types);
        }
    }

    /** The result is not possible for this race or in its state. */
    record PreviewRefused(RaceCard card, Transition.Reason reason, String detail) implements ResultPreviewOutcome {}

    /** The final odds of the current field are not declared, so the pools may still change. */
    record PoolsMayChange(ConfirmResult.FinalOddsMissing missing) implements ResultPreviewOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements ResultPreviewOutcome {}
}
