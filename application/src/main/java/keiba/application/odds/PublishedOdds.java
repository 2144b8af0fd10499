package keiba.application.odds;

/**
 * A sheet as the board publishes it. Its text is passed on to readers without being parsed.
 *
 * @param version the version of the sheet
 */
public record PublishedOdds(BoardId board, long version, OddsText text) implements ShownOdds {}
