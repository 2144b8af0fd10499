package keiba.domain.pool;

import java.util.Optional;
import java.util.OptionalInt;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;

/**
 * The line of an odds board for one combination.
 *
 * @param index the index of the combination in its numbering
 * @param combination the combination
 * @param stake the live stake on it; zero where nothing is staked, and where a scratch voided the combination
 * @param odds empty where there is no live stake
 * @param popularity the rank by live stake, from 1; combinations with equal stakes share a rank; empty where there is no live stake
 * @param mark why there are no odds, or that they are capped; empty if neither applies
 */
public record BoardLine(
        int index,
        Combination combination,
        Yen stake,
        Optional<OddsRange> odds,
        OptionalInt popularity,
        Optional<PoolOdds.Mark> mark) {
    /** {@return the line as a log shows it: {@code "3-7  8.5  120,000円  rank 2"}, with {@code -} if there are no odds} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(combination)
                .append("  ")
                .append(odds.map(OddsRange::toString).orElse("-"))
                .append("  ")
                .append(stake);
        popularity.ifPresent(rank -> text.append("  rank ").append(rank));
        mark.ifPresent(shown -> text.append("  ").append(shown));
        return text.toString();
    }
}
