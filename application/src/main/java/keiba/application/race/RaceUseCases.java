package keiba.application.race;

/** The use cases of this capability. */
public record RaceUseCases(DeclareRace declare, CommandRace command, ViewRaces view) {

    public static RaceUseCases of(RaceBook book, RaceBoard board) {
        return new RaceUseCases(
                new RaceDeclarations(book, board), new RaceCommands(book, board), new RaceViews(book, board));
    }
}
