package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.pool.Market;
import keiba.domain.race.Horses;
import keiba.domain.race.Race;
import keiba.domain.race.RaceState;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;

/**
 * A race as the books hold it: how it was declared, and how it stands.
 *
 * @param declared the accepted declaration
 * @param postTime when it is due to start
 * @param deadline when sales end
 * @param race its state, who is out, its result
 * @param version rises with every change; an older card never replaces a newer
 */
public record RaceCard(RaceProposal declared, Instant postTime, Instant deadline, Race race, long version) {

    public RaceId id() {
        return new RaceId(declared.raceId());
    }

    public LocalDate day() {
        return declared.day();
    }

    public RaceState state() {
        return race.state();
    }

    /** The same race in another state, one version on. */
    public RaceCard with(Race changed) {
        return new RaceCard(declared, postTime, deadline, changed, version + 1);
    }

    /** The rule book with this race's own rates. */
    public RuleBook rules() {
        RuleBook book = RuleBooks.find(declared.rules(), day())
                .orElseThrow(() -> new IllegalStateException("no rule book " + declared.rules() + " on " + day()));
        for (Map.Entry<BetType, Integer> rate : declared.paybackPerMille().entrySet()) {
            book = book.withPayback(rate.getKey(), PerMille.of(rate.getValue()));
        }
        for (Map.Entry<BetType, Integer> rate : declared.premiumPerMille().entrySet()) {
            book = book.withPremium(rate.getKey(), PerMille.of(rate.getValue()));
        }
        return book;
    }

    /** What is sold on this race, under which rules, and who is out. Costs some tens of microseconds: keep it. */
    public Market market() {
        Market market = Market.open(rules(), race.field());
        Horses out = race.nonStarters();
        return out.isEmpty() ? market : market.scratch(out);
    }
}
