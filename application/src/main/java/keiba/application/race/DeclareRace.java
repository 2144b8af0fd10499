package keiba.application.race;

import keiba.application.caller.Actor;

/** Enters a race with its runners, before sales. */
public interface DeclareRace {

    /**
     * Enters a race. Its times may be in the past; such a race cannot be opened until its schedule is changed. A
     * declaration is the same as an earlier one if it equals what was declared first, whatever has been changed since.
     */
    DeclarationOutcome declare(RaceProposal proposal, Actor actor);

    /** The outcome of a declaration. */
    sealed interface DeclarationOutcome {}

    /** The race is entered. */
    record Declared(RaceCard card) implements DeclarationOutcome {}

    /** The same race was declared before; nothing changed. */
    record AlreadyDeclared(RaceCard card) implements DeclarationOutcome {}

    /** Another race has this id. */
    record Conflict(RaceCard existing) implements DeclarationOutcome {}

    /**
     * The declaration is invalid.
     *
     * @param field the name of the wrong field in the API
     * @param detail what is wrong with it
     */
    record InvalidDeclaration(String field, String detail) implements DeclarationOutcome {}
}
