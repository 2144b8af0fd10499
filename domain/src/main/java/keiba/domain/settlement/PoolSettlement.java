package keiba.domain.settlement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.DividendFormula;
import keiba.domain.pool.LivePool;
import keiba.domain.pool.Pool;
import keiba.domain.rule.RuleBook;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.NoSales;
import keiba.domain.settlement.Outcome.Special;
import keiba.domain.settlement.Outcome.Voided;

/**
 * The settlement of one bet type of one race: the payout or refund of every stake in the pool. The pool is conserved:
 * {@code sales = refunded + paid + retained}.
 *
 * <p>Source: rules A.2, A.3.
 */
public final class PoolSettlement {
    private final LivePool pool;
    private final Outcome outcome;
    private final Yen paid;
    private final Yen topUps;

    private PoolSettlement(LivePool pool, Outcome outcome, Yen paid, Yen topUps) {
        this.pool = pool;
        this.outcome = outcome;
        this.paid = paid;
        this.topUps = topUps;
    }

    static PoolSettlement of(LivePool pool, CombinationSet winning) {
        if (pool.market().isVoid()) {
            return unpaid(pool, new Voided(CombinationSet.none(pool.numbering())));
        }
        if (pool.sales().isZero()) {
            return unpaid(pool, new NoSales(winning));
        }
        if (winning.isEmpty() || pool.net().isZero()) {
            return unpaid(pool, new Voided(winning));
        }
        int[] backed = winning.stream().filter(index -> pool.units(index) > 0).toArray();
        DividendFormula formula = new DividendFormula(pool.market().rules(), pool.type());
        return backed.length == 0 ? special(pool, winning, formula) : dividends(pool, winning, backed, formula);
    }

    private static PoolSettlement unpaid(LivePool pool, Outcome outcome) {
        return new PoolSettlement(pool, outcome, Yen.ZERO, Yen.ZERO);
    }

    private static PoolSettlement special(LivePool pool, CombinationSet winning, DividendFormula formula) {
        Yen dividend = formula.special();
        return new PoolSettlement(pool, new Special(winning, dividend), dividend.times(pool.netUnits()), Yen.ZERO);
    }

    private static PoolSettlement dividends(
            LivePool pool, CombinationSet winning, int[] backed, DividendFormula formula) {
        long[] stakes = new long[backed.length];
        for (int i = 0; i < backed.length; i++) {
            stakes[i] = pool.units(backed[i]);
        }
        DividendFormula.Declaration declared = formula.declare(stakes, pool.netUnits());
        List<Dividend> dividends = new ArrayList<>(backed.length);
        long paid = 0;
        long added = 0;
        for (int i = 0; i < backed.length; i++) {
            dividends.add(Dividend.of(pool.numbering(), backed[i], Yen.of(declared.dividend(i))));
            paid += stakes[i] * declared.dividend(i);
            added += stakes[i] * (declared.dividend(i) - declared.truncated(i));
        }
        Outcome outcome = new Dividends(winning, dividends, declared.plus10());
        return new PoolSettlement(pool, outcome, Yen.of(paid), Yen.of(added));
    }

    /** {@return the bet type that was settled} */
    public BetType type() {
        return pool.type();
    }

    /** {@return the pool that was settled, without void stakes} */
    public LivePool pool() {
        return pool;
    }

    /** {@return how the bet type ended} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the sum of all stakes, void ones included} */
    public Yen sales() {
        return pool.sales();
    }

    /** {@return the sum of the refunds: the stakes on void combinations, or all stakes} */
    public Yen refunded() {
        return isVoid() ? pool.sales() : pool.refunded();
    }

    /** {@return the sum that is paid out, without refunds} */
    public Yen paid() {
        return paid;
    }

    /** {@return the sum that the organiser keeps; negative if minimum dividends and benefits cost more than the takeout} */
    public Yen retained() {
        return sales().minus(refunded()).minus(paid);
    }

    /**
     * {@return the payout of a stake of 100 yen on the combination of an index, without refunds; 0 yen if nothing is paid}
     *
     * @param index the index of the combination
     */
    public Yen per100(int index) {
        long live = pool.units(index);
        return switch (outcome) {
            case Dividends declared -> declared.per100(index);
            case Special special -> live > 0 ? special.per100() : Yen.ZERO;
            case Voided nothing -> Yen.ZERO;
            case NoSales nothing -> Yen.ZERO;
        };
    }

    /**
     * {@return the payout of a stake of 100 yen on a combination, without refunds; 0 yen if nothing is paid}
     *
     * @param combination a combination of the pool's type and field
     * @throws IllegalArgumentException if the combination is of another type or field
     */
    public Yen per100(Combination combination) {
        return per100(pool.numbering().index(combination));
    }

    /**
     * {@return the dividend of a winning combination; empty for one that has none, and where the outcome is not
     * {@link Dividends}}
     *
     * @param combination any combination
     */
    public Optional<Dividend> dividend(Combination combination) {
        return outcome instanceof Dividends declared
                ? declared.dividends().stream()
                        .filter(dividend -> dividend.combination().equals(combination))
                        .findFirst()
                : Optional.empty();
    }

    /**
     * {@return how the dividend of a winning combination was computed, part by part; empty for a combination that has no
     * dividend, and where the outcome is not {@link Dividends}}
     *
     * @param combination any combination
     */
    public Optional<DividendBreakdown> explain(Combination combination) {
        return dividend(combination).map(this::explain);
    }

    private DividendBreakdown explain(Dividend dividend) {
        List<Dividend> winners = ((Dividends) outcome).dividends();
        RuleBook rules = pool.market().rules();
        long[] stakes =
                winners.stream().mapToLong(winner -> pool.units(winner.index())).toArray();
        DividendFormula.Declaration declared = new DividendFormula(rules, type()).declare(stakes, pool.netUnits());
        int i = winners.indexOf(dividend);
        long losing = pool.netUnits() - Arrays.stream(stakes).sum();
        PerMille payback = rules.terms(type()).payback();
        long truncated = declared.truncated(i);
        long base = declared.base(i);
        return new DividendBreakdown(
                dividend.combination(),
                pool.net(),
                pool.stake(dividend.index()),
                Pool.UNIT.times(losing),
                stakes.length,
                payback,
                new DividendBreakdown.Fraction(
                        payback.value() * (stakes.length * stakes[i] + losing), 10L * stakes.length * stakes[i]),
                Yen.of(truncated),
                Yen.of(base - truncated),
                declared.plus10(),
                Yen.of(dividend.per100().value() - base - declared.premium(i)),
                Yen.of(declared.totalWithPlus10()),
                Yen.of(declared.premium(i)),
                dividend.per100());
    }

    /**
     * {@return whether stakes on the combination of an index are refunded}
     *
     * @param index the index of the combination
     */
    public boolean refunds(int index) {
        return isVoid() || pool.market().voided(type()).contains(index);
    }

    private boolean isVoid() {
        return outcome instanceof Voided;
    }

    /** {@return the distribution of the money that was not refunded: {@code U = paid + takeout + breakage - topUps}} */
    public Takings takings() {
        Yen net = sales().minus(refunded());
        PerMille payback = pool.market().rules().terms(type()).payback();
        Yen shared = payback.of(net);
        return new Takings(net.minus(shared), shared.plus(topUps).minus(paid), topUps);
    }

    /**
     * The amounts that the organiser takes and adds.
     *
     * @param takeout {@code U - ⌊R·U⌋}
     * @param breakage the part of R·U that remains after rounding down, including that of unbacked losers of a special
     *     dividend
     * @param topUps the sum that the minimum dividend, Plus10 and premium added to the rounded dividends
     */
    public record Takings(Yen takeout, Yen breakage, Yen topUps) {
        /**
         * Creates the amounts.
         *
         * @throws IllegalArgumentException if one of them is negative
         */
        public Takings {
            if (takeout.isNegative() || breakage.isNegative() || topUps.isNegative()) {
                throw new IllegalArgumentException("takeout, breakage and top-ups must be at least 0, not " + takeout
                        + ", " + breakage + ", " + topUps);
            }
        }
    }

    /**
     * Settles one ticket of this type.
     *
     * @param combinations the ticket's combinations, all of them sold
     * @param stakeOnEach a positive multiple of 100 yen
     * @return the payout and the refund of the ticket, and the combinations that pay
     * @throws IllegalArgumentException if the combinations are of another type or field, or the stake is not such a multiple
     * @throws ArithmeticException if the payout or the refund exceeds 64 bits, which no ticket of the pool's own stakes does
     */
    public TicketSettlement settle(CombinationSet combinations, Yen stakeOnEach) {
        if (combinations.numbering() != pool.numbering() || !stakeOnEach.isPositiveMultipleOf(Pool.UNIT)) {
            throw new IllegalArgumentException("the pool of " + pool.numbering() + " contains no such ticket: "
                    + stakeOnEach + " on each of " + combinations.numbering());
        }
        long units = stakeOnEach.value() / Pool.UNIT.value();
        List<Dividend> hits = new ArrayList<>();
        Yen payout = Yen.ZERO;
        Yen refund = Yen.ZERO;
        for (int i = 0; i < combinations.size(); i++) {
            int index = combinations.index(i);
            Yen per100 = per100(index);
            if (refunds(index)) {
                refund = refund.plus(stakeOnEach);
            } else if (!per100.isZero()) {
                hits.add(Dividend.of(pool.numbering(), index, per100));
                payout = payout.plus(per100.times(units));
            }
        }
        return new TicketSettlement(payout, refund, hits);
    }
}
