package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.pool.Popularity;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;
import keiba.domain.settlement.Outcome;
import keiba.domain.settlement.PoolSettlement;
import keiba.domain.settlement.RaceSettlement;

/**
 * The stored settlement of one bet type of a race.
 *
 * @param winning every winning combination, including those without stakes
 * @param paying the combinations that pay, in the order of their indexes: the winners with stakes, or every live
 *     combination if the dividend is special
 * @param special the payout for every live stake of 100 yen if no ticket has a winning combination
 * @param sums the distribution of the money
 */
public record TypeSettlement(
        CombinationSet winning, SettlementKind kind, List<Paying> paying, Optional<Yen> special, Sums sums) {

    /** The kind of the settlement. */
    public enum SettlementKind {
        DIVIDEND,
        SPECIAL,
        /** All stakes are refunded. */
        VOID,
        NO_SALES
    }

    /**
     * A combination that pays.
     *
     * @param index its index in the numbering of the bet type's combinations
     * @param per100 yen paid for a stake of 100 yen
     * @param popularity its rank by live stake
     */
    public record Paying(int index, Yen per100, OptionalInt popularity) {}

    /**
     * The distribution of the money: {@code sales - refunds = payouts + takeout + breakage - topUps}.
     *
     * @param sales the sum of all stakes
     * @param refunds the part of the sales that was or will be refunded
     * @param payouts the sum that is paid to winners
     * @param takeout {@code U - ⌊R·U⌋}
     * @param breakage the sum that remains because dividends are rounded down
     * @param topUps the sum that the minimum dividend, Plus10 and premium added to the rounded dividends
     */
    public record Sums(Yen sales, Yen refunds, Yen payouts, Yen takeout, Yen breakage, Yen topUps) {
        public static final Sums NONE = new Sums(Yen.ZERO, Yen.ZERO, Yen.ZERO, Yen.ZERO, Yen.ZERO, Yen.ZERO);

        public Sums plus(Sums other) {
            return new Sums(
                    sales.plus(other.sales),
                    refunds.plus(other.refunds),
                    payouts.plus(other.payouts),
                    takeout.plus(other.takeout),
                    breakage.plus(other.breakage),
                    topUps.plus(other.topUps));
        }

        /** Returns the amount that the house keeps; negative if minimum dividends and benefits cost more than the takeout. */
        public Yen retained() {
            return sales.minus(refunds).minus(payouts);
        }

        /** Returns whether every yen is accounted for. */
        public boolean isBalanced() {
            return retained().equals(takeout.plus(breakage).minus(topUps));
        }
    }

    public TypeSettlement {
        paying = List.copyOf(paying);
    }

    public BetType type() {
        return winning.type();
    }

    /**
     * Settles every bet type of a race with the rules of the domain.
     *
     * @param card the race with its result
     * @param pools the pools in which something was sold
     * @return the settlements of every bet type on sale, in the order of the types
     */
    static List<TypeSettlement> all(RaceCard card, List<Pool> pools) {
        OrderOfFinish order = card.race().result().map(RaceResult::official).orElse(OrderOfFinish.NONE);
        return RaceSettlement.of(card.market(), pools, order).all().stream()
                .map(TypeSettlement::of)
                .toList();
    }

    /** Converts a settlement of the domain. */
    public static TypeSettlement of(PoolSettlement settled) {
        PoolSettlement.Takings takings = settled.takings();
        return new TypeSettlement(
                settled.outcome().winning(),
                kind(settled.outcome()),
                paying(settled),
                settled.outcome() instanceof Outcome.Special special ? Optional.of(special.per100()) : Optional.empty(),
                new Sums(
                        settled.sales(),
                        settled.refunded(),
                        settled.paid(),
                        takings.takeout(),
                        takings.breakage(),
                        takings.topUps()));
    }

    private static SettlementKind kind(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Dividends dividends -> SettlementKind.DIVIDEND;
            case Outcome.Special special -> SettlementKind.SPECIAL;
            case Outcome.Voided voided -> SettlementKind.VOID;
            case Outcome.NoSales nothing -> SettlementKind.NO_SALES;
        };
    }

    private static List<Paying> paying(PoolSettlement settled) {
        Popularity popularity = Popularity.of(settled.pool());
        return settled.pool().market().offering().onSale(settled.type()).stream()
                .filter(index -> !settled.per100(index).isZero())
                .mapToObj(index -> new Paying(index, settled.per100(index), popularity.rank(index)))
                .toList();
    }
}
