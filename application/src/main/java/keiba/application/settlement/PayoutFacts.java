package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.race.RaceCard;

/**
 * The facts for a decision about a race's payouts. The books read them under locks that keep them true until their transaction ends.
 *
 * @param card the race
 * @param today the day in Japan by the books' clock
 * @param held whether an operator holds payouts of the race, by its own hold or by the one for all races
 */
public record PayoutFacts(RaceCard card, LocalDate today, boolean held) {}
