package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;
import keiba.domain.race.Transition.Moved;
import keiba.domain.race.Transition.Unchanged;

/** Results, posted by one operator and confirmed by another. */
final class Results implements PostResult, ConfirmResult {
    private final RaceBook book;
    private final RaceBoard board;
    private final boolean secondPerson;

    /** @param secondPerson whether the operator who last changed the content of a result is not allowed to confirm it */
    Results(RaceBook book, RaceBoard board, boolean secondPerson) {
        this.book = book;
        this.board = board;
        this.secondPerson = secondPerson;
    }

    @Override
    public PostResult.PostingOutcome post(RaceId id, RaceResult result, UserId by) {
        PostResult.PostingOutcome outcome = book.decide(id, Actor.of(by), "Post", (card, now) -> post(card, result, by))
                .orElseGet(() -> new PostResult.UnknownRace(id));
        if (outcome instanceof Posted posted) {
            board.tryToShow(posted.card());
        }
        return outcome;
    }

    private static Decision<PostResult.PostingOutcome> post(RaceCard card, RaceResult result, UserId by) {
        Transition transition = card.race().apply(new RaceCommand.Post(result));
        return switch (transition) {
            case Moved moved -> {
                RaceCard changed = card.with(moved.race());
                // Posting the same order again ends an inquiry; the version and the author stay the same.
                if (!card.race().result().equals(Optional.of(result))) {
                    long version = card.posting().map(Posting::version).orElse(0L) + 1;
                    changed = changed.posting(new Posting(version, by, Optional.empty()));
                }
                yield Decision.changed(changed, new Posted(changed));
            }
            case Unchanged unchanged -> Decision.unchanged(new Posted(card));
            case Transition.Refused refused ->
                Decision.unchanged(new PostResult.ResultRefused(card, refused.reason(), refused.detail()));
        };
    }

    @Override
    public ConfirmResult.ConfirmationOutcome confirm(RaceId id, long version, UserId by) {
        return decideAndShow(id, by, "Confirm", (card, now) -> confirm(card, version, by, now));
    }

    @Override
    public ConfirmResult.ConfirmationOutcome confirmFirstThree(RaceId id, long version, UserId by) {
        return decideAndShow(id, by, "ConfirmFirstThree", (card, now) -> confirmFirstThree(card, version, by));
    }

    private ConfirmResult.ConfirmationOutcome decideAndShow(
            RaceId id,
            UserId by,
            String action,
            BiFunction<RaceCard, Instant, Decision<ConfirmResult.ConfirmationOutcome>> decision) {
        ConfirmResult.ConfirmationOutcome outcome =
                book.decide(id, Actor.of(by), action, decision).orElseGet(() -> new ConfirmResult.UnknownRace(id));
        if (outcome instanceof Confirmed confirmed) {
            board.tryToShow(confirmed.card());
        }
        return outcome;
    }

    private Decision<ConfirmResult.ConfirmationOutcome> confirm(RaceCard card, long version, UserId by, Instant now) {
        return decide(card, version, by, new RaceCommand.Confirm(), official -> {
            if (!card.isIn(Closing.Phase.FINAL)) {
                return Decision.unchanged(FinalOddsMissing.of(card));
            }
            if (RaceTimes.dayInJapan(now).isAfter(card.expiresOn())) {
                return Decision.unchanged(new ClaimPeriodOver(card));
            }
            RaceCard changed =
                    card.with(official).posting(card.posting().orElseThrow().confirmed(now));
            return Decision.changed(changed, new Confirmed(changed));
        });
    }

    private Decision<ConfirmResult.ConfirmationOutcome> confirmFirstThree(RaceCard card, long version, UserId by) {
        return decide(card, version, by, new RaceCommand.ConfirmFirstThree(), placed -> {
            RaceCard changed = card.with(placed);
            return Decision.changed(changed, new Confirmed(changed));
        });
    }

    /**
     * Decides about a confirmation of any kind.
     *
     * @param confirm decides about the race after the command, if the version, the operator and the state allow the
     *     command
     */
    private Decision<ConfirmResult.ConfirmationOutcome> decide(
            RaceCard card,
            long version,
            UserId by,
            RaceCommand command,
            Function<Race, Decision<ConfirmResult.ConfirmationOutcome>> confirm) {
        Optional<Posting> posting = card.posting();
        if (posting.isEmpty()) {
            return Decision.unchanged(new NotPossible(card, "no result has been posted"));
        }
        if (posting.get().version() != version) {
            return Decision.unchanged(new Changed(card));
        }
        if (posting.get().confirmedAt().isPresent()) {
            return Decision.unchanged(new Confirmed(card));
        }
        if (secondPerson && posting.get().by().equals(by)) {
            return Decision.unchanged(new SamePerson(card));
        }
        return switch (card.race().apply(command)) {
            case Moved moved -> confirm.apply(moved.race());
            case Unchanged unchanged -> Decision.unchanged(new Confirmed(card));
            case Transition.Refused refused -> Decision.unchanged(new NotPossible(card, refused.detail()));
        };
    }
}
