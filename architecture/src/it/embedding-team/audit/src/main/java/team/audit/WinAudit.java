package team.audit;

import java.util.List;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;

/** Settles a WIN pool again from what was sold. */
public final class WinAudit {
    private WinAudit() {}

    /** Returns the dividend per 100 yen on the winner, for the stakes in yen by horse number. */
    public static Yen dividend(Map<Integer, Long> stakesYen, int horses, int winner) {
        Market market = Market.open(RuleBooks.JRA, Field.of(horses));
        Pool win = market.pool(BetType.WIN);
        stakesYen.forEach((horse, yen) -> win.add(Combination.of(BetType.WIN, horse), Yen.of(yen)));
        return RaceSettlement.of(market, List.of(win), OrderOfFinish.of(winner))
                .of(BetType.WIN)
                .per100(Combination.of(BetType.WIN, winner));
    }
}
