package keiba.demo;

import java.util.SortedMap;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.race.Horses;

/**
 * The final odds of a race.
 *
 * @param out the horses that were taken out since sales began, which the odds take into account
 */
record FinalBoards(Horses out, SortedMap<BetType, OddsSheet> sheets) {}
