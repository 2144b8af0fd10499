package keiba.adapter.http;

import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.Transition;
import keiba.wire.WireException;

/** The problems that several requests about races share. */
final class RaceProblems {
    private RaceProblems() {}

    static ProblemException unknown(RaceId id) {
        return new ProblemException(Problem.notFound("race " + id + " does not exist"));
    }

    /** @param field the field at fault, as the contract names it */
    static Problem invalid(String field, String detail) {
        return Problem.of(ProblemType.INVALID_RACE, "The race is invalid", detail)
                .with(facts -> facts.put("field", field));
    }

    static Problem invalid(WireException impossible) {
        return invalid(impossible.field(), impossible.detail());
    }

    static Problem illegalTransition(RaceCard card, String detail) {
        return illegalTransition(card, Transition.Reason.ILLEGAL_TRANSITION, detail);
    }

    static Problem illegalTransition(RaceCard card, Transition.Reason reason, String detail) {
        return illegalTransition(card, reason.name(), detail);
    }

    private static Problem illegalTransition(RaceCard card, String reason, String detail) {
        return Problem.of(ProblemType.ILLEGAL_TRANSITION, "The state of the race does not allow this", detail)
                .with(facts -> facts.put("state", card.state().name()).put("reason", reason));
    }

    static Problem deadlinePassed(RaceCard card) {
        String deadline = card.deadline().toString();
        return illegalTransition(
                        card, "DEADLINE_PASSED", "the deadline " + deadline + " has passed; change the schedule first")
                .with(facts -> facts.put("deadline", deadline));
    }
}
