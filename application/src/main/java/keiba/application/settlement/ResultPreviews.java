package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.race.Closing;
import keiba.application.race.ConfirmResult.FinalOddsMissing;
import keiba.application.race.Posting;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutBook.Basis;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;

/** Settles races by the domain, as {@link PayoutCalculation} does, with a result that is not saved. */
final class ResultPreviews implements PreviewResult {
    private final PayoutBook book;

    ResultPreviews(PayoutBook book) {
        this.book = book;
    }

    @Override
    public ResultPreviewOutcome preview(RaceId race, RaceResult result) {
        return book.basis(race).map(basis -> preview(basis, result)).orElseGet(() -> new UnknownRace(race));
    }

    private static ResultPreviewOutcome preview(Basis basis, RaceResult result) {
        RaceCard card = basis.card();
        return switch (card.race().apply(new RaceCommand.Post(result))) {
            case Transition.Moved moved -> preview(card.with(moved.race()), basis, Optional.empty());
            case Transition.Unchanged unchanged ->
                preview(card, basis, card.posting().map(Posting::version));
            case Transition.Refused refused -> new PreviewRefused(card, refused.reason(), refused.detail());
        };
    }

    private static ResultPreviewOutcome preview(RaceCard card, Basis basis, Optional<Long> matches) {
        if (!card.isIn(Closing.Phase.FINAL)) {
            return new PoolsMayChange(FinalOddsMissing.of(card));
        }
        List<TypeSettlement> types = TypeSettlement.all(card, basis.pools());
        return new Previewed(card, types, matches);
    }
}
