package keiba.application.race;

import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.Transition;
import keiba.domain.race.Transition.Moved;
import keiba.domain.race.Transition.Unchanged;

/** Applies commands to races of record, and shows what came of it. */
final class RaceCommands implements CommandRace {
    private final RaceBook book;
    private final RaceBoard board;

    RaceCommands(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public Outcome command(RaceId id, RaceCommand command, Actor actor) {
        String action = command.getClass().getSimpleName();
        Outcome outcome =
                book.decide(id, actor, action, card -> decide(card, command)).orElseGet(() -> new Unknown(id));
        if (outcome instanceof Done done) {
            Boards.show(board, done.card());
        }
        return outcome;
    }

    private static Decision<Outcome> decide(RaceCard card, RaceCommand command) {
        Transition transition = card.race().apply(command);
        return switch (transition) {
            case Moved moved -> {
                RaceCard changed = card.with(moved.race());
                yield new Decision<>(Optional.of(changed), new Done(changed));
            }
            case Unchanged unchanged -> new Decision<>(Optional.empty(), new Done(card));
            case Transition.Refused refused ->
                new Decision<>(Optional.empty(), new CommandRace.Refused(card, refused.reason(), refused.detail()));
        };
    }
}
