package keiba.application.odds;

import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;

/** The id of an odds board, which shows the odds of one bet type of one race. */
public record BoardId(RaceId race, BetType type) {

    /** Returns the board as logs name it: {@code race 100 WIN}. */
    public String described() {
        return race.described() + " " + type;
    }
}
