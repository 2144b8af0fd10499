package keiba.adapter.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.race.Announcement;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceProposal;
import keiba.application.race.RaceRules;
import keiba.domain.race.Course;
import keiba.domain.race.Field;
import keiba.domain.race.Race;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Transition;

/** Races for the tests. */
final class Races {
    static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    static final Actor OPERATOR = Actor.of(new UserId(900));

    private Races() {}

    static RaceCard declared(long id, LocalDate day, int runners) {
        Instant post = day.atTime(6, 40).toInstant(java.time.ZoneOffset.UTC);
        RaceProposal proposal = new RaceProposal(
                id,
                day,
                "札幌",
                11,
                "Keiba Cup 🏇",
                RaceRules.named("JRA"),
                post,
                Optional.empty(),
                IntStream.rangeClosed(1, runners)
                        .mapToObj(
                                horse -> new RaceProposal.Entry(horse, "Horse " + horse, "O'Jockey \"" + horse + "\""))
                        .toList(),
                new TreeMap<>(),
                List.of(),
                Map.of(),
                Map.of(),
                Course.UNKNOWN);
        return RaceCard.entered(proposal, post.minusSeconds(60), Race.declared(Field.of(runners)));
    }

    static RaceCard open(RaceBook book, long id) {
        return open(book, id, DAY, 18);
    }

    static RaceCard open(RaceBook book, long id, LocalDate day, int runners) {
        book.enter(declared(id, day, runners), OPERATOR);
        return command(book, id, new RaceCommand.Open());
    }

    static RaceCard command(RaceBook book, long id, RaceCommand command) {
        return book.decide(
                        new RaceId(id),
                        OPERATOR,
                        command.getClass().getSimpleName(),
                        (card, now) -> moved(card, command))
                .orElseThrow();
    }

    /** Moves a race to another day, as a change of its schedule does before sales. */
    static RaceCard moveTo(RaceBook book, long id, LocalDate day) {
        return book.decide(new RaceId(id), OPERATOR, "Reschedule", (card, now) -> {
                    RaceCard moved = on(card, day);
                    return RaceBook.Decision.changed(moved, moved);
                })
                .orElseThrow();
    }

    /** Returns the race on another day with the next version. */
    static RaceCard on(RaceCard card, LocalDate day) {
        Duration later = Duration.ofDays(ChronoUnit.DAYS.between(card.day(), day));
        return new RaceCard(
                card.declared(),
                day,
                card.postTime().plus(later),
                card.deadline().plus(later),
                day.plusDays(60),
                card.race(),
                card.closing(),
                card.posting(),
                card.version() + 1);
    }

    /** Returns the race after the end of its sales, before its close marker is recorded. */
    static RaceCard closing(RaceCard card, CloseId close, Instant at) {
        return card.with(((Transition.Moved) card.race().apply(new RaceCommand.Close())).race())
                .closing(new Closing(close, at, true, Closing.Phase.CLOSING));
    }

    /** Returns the race after the announcement of a jockey, with the next version. */
    static RaceCard announcing(RaceCard card, int horse, String jockey) {
        return card.announcing(new Announcement(
                Course.UNKNOWN, Optional.empty(), new TreeMap<>(Map.of(horse, jockey)), new TreeMap<>()));
    }

    /** Returns the race after the announced scratch of a horse, with the next version. */
    static RaceCard scratching(RaceCard card, int horse) {
        RaceCommand scratch = new RaceCommand.Scratch(horse, ScratchKind.SCRATCHED);
        return card.with(((Transition.Moved) card.race().apply(scratch)).race()).announcing();
    }

    private static RaceBook.Decision<RaceCard> moved(RaceCard card, RaceCommand command) {
        RaceCard changed = card.with(((Transition.Moved) card.race().apply(command)).race());
        return RaceBook.Decision.changed(changed, changed);
    }
}
