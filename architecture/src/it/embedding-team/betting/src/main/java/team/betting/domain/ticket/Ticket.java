package team.betting.domain.ticket;

import java.util.List;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;

/** One WIN bet. */
public record Ticket(Combination combination, Yen stake) {
    /** Returns the payout after the race, where the stakes include this ticket. */
    public Yen payout(int horses, Map<Combination, Yen> stakes, OrderOfFinish order) {
        Market market = Market.open(RuleBooks.JRA, Field.of(horses));
        Pool win = Pool.of(market.numbering(BetType.WIN), stakes);
        CombinationSet bought = CombinationSet.of(win.numbering(), List.of(combination));
        return RaceSettlement.of(market, List.of(win), order)
                .settle(bought, stake)
                .payout();
    }
}
