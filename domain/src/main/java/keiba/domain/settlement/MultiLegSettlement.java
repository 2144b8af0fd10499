package keiba.domain.settlement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.MultiLegCombination;
import keiba.domain.bet.MultiLegType;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.rule.CarryOverTerms;

/**
 * The settlement of all tickets of a bet on several races. What is paid, kept and carried out is together what was sold and carried in,
 * less refunds.
 *
 * <p>Source: Horse Racing Act art. 9 and 12; Enforcement Regulation art. 11; rules A.3 and A.7.
 */
public final class MultiLegSettlement {
    private final List<CombinationSet> voided;
    private final Yen sales;
    private final Yen refunded;
    private final Yen carriedIn;
    private final Yen carriedOut;
    private final Map<MultiLegCombination, MultiLegDividend> dividends;

    /**
     * A winning combination on which something was staked.
     *
     * @param combination the combination
     * @param stake the stakes on it, in yen
     * @param per10 what a 10-yen ticket pays, in whole yen
     */
    public record MultiLegDividend(MultiLegCombination combination, Yen stake, Yen per10) {}

    /**
     * What a ticket is paid.
     *
     * @param payout the payout of its winning combinations
     * @param refund the stakes on its void combinations; a refund is no payout
     */
    public record TicketResult(Yen payout, Yen refund) {}

    private MultiLegSettlement(
            List<CombinationSet> voided,
            Yen sales,
            Yen refunded,
            Yen carriedIn,
            Yen carriedOut,
            Map<MultiLegCombination, MultiLegDividend> dividends) {
        this.voided = voided;
        this.sales = sales;
        this.refunded = refunded;
        this.carriedIn = carriedIn;
        this.carriedOut = carriedOut;
        this.dividends = dividends;
    }

    /**
     * Settles all tickets.
     *
     * @param type the kind of bet
     * @param terms the organiser's terms
     * @param carriedIn the money carried in; not negative
     * @param results the result of each leg, in the order of the races
     * @param tickets every ticket that was sold, together at most {@link Pool#MAX_TOTAL}
     * @return the settlement
     * @throws IllegalArgumentException if there is not one result for each leg, a result or a ticket is of another bet type or of other
     *     races, or more was sold than {@link Pool#MAX_TOTAL}
     */
    public static MultiLegSettlement of(
            MultiLegType type,
            CarryOverTerms terms,
            Yen carriedIn,
            List<LegResult> results,
            Collection<MultiLegTicket> tickets) {
        List<MultiLegCombination> winning = winning(type, results);
        List<CombinationSet> voided = results.stream().map(LegResult::voided).toList();
        Map<MultiLegCombination, Yen> stakes = new TreeMap<>();
        Yen sales = Yen.ZERO;
        Yen refunded = Yen.ZERO;
        for (MultiLegTicket ticket : tickets) {
            requireType(type, ticket);
            sales = sales.plus(ticket.total());
            if (sales.compareTo(Pool.MAX_TOTAL) > 0) {
                throw new IllegalArgumentException(
                        "all tickets together must not exceed " + Pool.MAX_TOTAL + "; they are at least " + sales);
            }
            refunded = refunded.plus(refund(ticket, voided));
            winning.stream()
                    .filter(ticket.selection()::contains)
                    .forEach(won -> stakes.merge(won, ticket.stakeOnEach(), Yen::plus));
        }
        CarryOverSettlement settled =
                CarryOverSettlement.of(terms, sales.minus(refunded), carriedIn, List.copyOf(stakes.values()));
        Map<MultiLegCombination, MultiLegDividend> dividends = new TreeMap<>();
        Iterator<Yen> per10 = settled.per10().iterator();
        stakes.forEach((won, stake) -> dividends.put(won, new MultiLegDividend(won, stake, per10.next())));
        return new MultiLegSettlement(voided, sales, refunded, carriedIn, settled.carriedOut(), dividends);
    }

    private static void requireType(MultiLegType type, MultiLegTicket ticket) {
        if (!ticket.selection().type().equals(type)) {
            throw new IllegalArgumentException("a ticket must be of " + type + ", not "
                    + ticket.selection().type());
        }
    }

    /** Returns the combinations that win, dead heats multiplied; none if a leg has no winner. */
    private static List<MultiLegCombination> winning(MultiLegType type, List<LegResult> results) {
        if (results.size() != type.legs()) {
            throw new IllegalArgumentException(type + " must have " + type.legs() + " results, not " + results.size());
        }
        List<List<Combination>> prefixes = List.of(List.of());
        for (LegResult result : results) {
            List<List<Combination>> longer = new ArrayList<>();
            for (List<Combination> prefix : prefixes) {
                for (Combination next : result.winning().combinations()) {
                    List<Combination> legs = new ArrayList<>(prefix);
                    legs.add(next);
                    longer.add(legs);
                }
            }
            prefixes = longer;
        }
        return prefixes.stream()
                .map(legs -> new MultiLegCombination(type, legs))
                .toList();
    }

    private static Yen refund(MultiLegTicket ticket, List<CombinationSet> voided) {
        long toRefund = ticket.selection().count() - ticket.selection().countWithout(voided);
        return ticket.stakeOnEach().times(toRefund);
    }

    /** {@return the sum of all stakes, refunded ones included} */
    public Yen sales() {
        return sales;
    }

    /** {@return the sum of the stakes on combinations with a void leg} */
    public Yen refunded() {
        return refunded;
    }

    /** {@return the money carried in} */
    public Yen carriedIn() {
        return carriedIn;
    }

    /** {@return the money carried to the next race} */
    public Yen carriedOut() {
        return carriedOut;
    }

    /** {@return the winning combinations that have stakes, in ascending order} */
    public List<MultiLegDividend> dividends() {
        return List.copyOf(dividends.values());
    }

    /**
     * {@return the dividend of a combination; empty if it does not win or has no stakes}
     *
     * @param combination any combination
     */
    public Optional<MultiLegDividend> dividend(MultiLegCombination combination) {
        return Optional.ofNullable(dividends.get(combination));
    }

    /** {@return the sum of all payouts} */
    public Yen paid() {
        return dividends.values().stream()
                .map(dividend -> payout(dividend, dividend.stake()))
                .reduce(Yen.ZERO, Yen::plus);
    }

    /** {@return what the organiser keeps: sales less refunds and payouts, plus what was carried in, less what is carried out} */
    public Yen retained() {
        return sales.minus(refunded).plus(carriedIn).minus(paid()).minus(carriedOut);
    }

    /**
     * {@return what a ticket is paid and refunded}
     *
     * @param ticket one of the tickets that were settled
     * @throws IllegalArgumentException if it is of another kind or of other races
     */
    public TicketResult settle(MultiLegTicket ticket) {
        Yen payout = dividends.values().stream()
                .filter(dividend -> ticket.selection().contains(dividend.combination()))
                .map(dividend -> payout(dividend, ticket.stakeOnEach()))
                .reduce(Yen.ZERO, Yen::plus);
        return new TicketResult(payout, refund(ticket, voided));
    }

    private static Yen payout(MultiLegDividend dividend, Yen stake) {
        return dividend.per10().times(stake.value() / MultiLegTicket.UNIT.value());
    }
}
