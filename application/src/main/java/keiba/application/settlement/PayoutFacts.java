package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.race.RaceCard;

/**
 * What a decision about a race's payouts rests on. The books read it under locks that keep it true until their transaction ends.
 *
 * @param card the race
 * @param today the day in Japan by the books' clock
 * @param held whether an operator holds payouts of the race, by its own hold or by the one for all races
 */
public record PayoutFacts(RaceCard card, LocalDate today, boolean held) {}
