package keiba.domain.pool;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.RuleBook;

/**
 * The published odds of one bet type, without the stakes from which they were computed. They determine the share of the live pool that is
 * staked on each combination, within the rounding of the odds.
 *
 * <p>For a type without a range the dividend is {@code 100·R·U/W} rounded down to the step, so {@code W/U} is at most {@code 100·R/d}
 * and more than {@code 100·R/(d + step)}. A premium counts with R, and is rounded by itself. Odds at the minimum, and those that Plus10
 * may have raised, give no upper bound below the whole pool; capped odds give no lower bound. Source: rules A.2, A.6.
 */
public final class PublishedOdds {
    private static final long MILLION = 1_000_000;
    /**
     * The weight of a combination in an estimate is this number divided by its odds, which is exact enough for the
     * smallest stake of the largest pool.
     */
    private static final long WEIGHT = 1_000_000_000_000L;

    private final RuleBook rules;
    private final BetType type;
    private final Map<Combination, Odds> odds;

    private PublishedOdds(RuleBook rules, BetType type, Map<Combination, Odds> odds) {
        this.rules = rules;
        this.type = type;
        this.odds = odds;
    }

    /**
     * {@return the published odds of a bet type}
     *
     * @param rules the rule book of the organiser that published the odds
     * @param type the bet type, neither PLACE nor WIDE
     * @param odds for each combination that has odds; those without live stakes are left out; at least one
     * @throws IllegalArgumentException if the organiser does not sell the type, if it is PLACE or WIDE, whose odds depend on several
     *     stakes at once, if there are no odds, or if a combination is of another type or its odds are above the cap
     */
    public static PublishedOdds of(RuleBook rules, BetType type, Map<Combination, Odds> odds) {
        BetTerms terms = rules.terms(type);
        if (type.hasRange()) {
            throw new IllegalArgumentException("the odds of " + type + " are ranges, which do not tell the stakes");
        }
        if (odds.isEmpty()) {
            throw new IllegalArgumentException("published odds of " + type + " must be for at least one combination");
        }
        odds.forEach((combination, shown) -> {
            if (combination.type() != type || shown.compareTo(terms.cap()) > 0) {
                throw new IllegalArgumentException(
                        "published odds of " + type + " must be for combinations of this type and at most "
                                + terms.cap() + ", not " + shown + " for " + combination.type() + " " + combination);
            }
        });
        return new PublishedOdds(rules, type, Collections.unmodifiableMap(new TreeMap<>(odds)));
    }

    /**
     * A part of the live pool, within bounds.
     *
     * @param atLeast the lower bound in parts per million, rounded down: 0 to 1,000,000
     * @param atMost the upper bound in parts per million, rounded up; not below the lower bound
     */
    public record Share(int atLeast, int atMost) {
        /**
         * Creates a share.
         *
         * @throws IllegalArgumentException if a bound is outside 0 to 1,000,000, or the upper bound is below the lower one
         */
        public Share {
            if (atLeast < 0 || atLeast > atMost || atMost > MILLION) {
                throw new IllegalArgumentException(
                        "the bounds of a share must be from 0 to 1,000,000 parts per million in ascending order, not "
                                + atLeast + " and " + atMost);
            }
        }
    }

    /** {@return the bet type} */
    public BetType type() {
        return type;
    }

    /** {@return the odds by combination, in numeric order} */
    public Map<Combination, Odds> odds() {
        return odds;
    }

    /**
     * {@return the part of the live pool that is staked on a combination; empty for one without published odds}
     *
     * @param combination any combination
     */
    public Optional<Share> share(Combination combination) {
        return Optional.ofNullable(odds.get(combination)).map(this::share);
    }

    private Share share(Odds shown) {
        BetTerms terms = rules.terms(type);
        long rate = terms.payback().value() + (long) terms.premium().value();
        long dividend = shown.per100().value();
        boolean capped = shown.equals(terms.cap());
        long least = capped ? 0 : Math.min(MILLION, rate * 100 * 1000 / (dividend + truncated()));
        long most = mayBeRaised(dividend) ? MILLION : Math.min(MILLION, Math.ceilDiv(rate * 100 * 1000, dividend));
        return new Share((int) Math.min(least, most), (int) most);
    }

    /** Returns the bound below which the rounding of a dividend stays. */
    private long truncated() {
        boolean twice = !rules.terms(type).premium().equals(PerMille.ZERO);
        return rules.dividendStep().value() * (twice ? 2 : 1);
    }

    /** Returns whether the minimum or Plus10 may have made the dividend higher than the formula. */
    private boolean mayBeRaised(long dividend) {
        long raised = rules.minimumDividend().value() + (rules.plus10() ? 10 : 0);
        BetTerms terms = rules.terms(type);
        return dividend <= raised || (terms.premium().value() > 0 && dividend <= 2 * raised);
    }

    /**
     * {@return a pool of a known size whose stakes are in proportion to the inverse of the odds} It can be used to price the
     * effect of a further stake. The odds of the estimate can differ from the published ones by a few tenths, and by more where
     * odds are at the minimum or at the cap.
     *
     * @param market the race, on whose sale every combination with odds is
     * @param net the live pool U: a positive multiple of 100 yen, at least 100 yen for each combination with odds
     * @throws IllegalArgumentException if the amount is not that, or a combination is not on sale
     */
    public Pool estimate(Market market, Yen net) {
        long units = net.value() / Pool.UNIT.value();
        if (!net.isPositiveMultipleOf(Pool.UNIT) || units < odds.size() || net.compareTo(Pool.MAX_TOTAL) > 0) {
            throw new IllegalArgumentException(
                    "the live pool must be a multiple of " + Pool.UNIT + " up to " + Pool.MAX_TOTAL + " and at least "
                            + Pool.UNIT + " for each of " + odds.size() + " combinations, not " + net);
        }
        Pool pool = market.pool(type);
        Map<Combination, Long> split = split(units);
        split.forEach((combination, part) -> {
            if (!market.offering().onSale(type).contains(pool.numbering().index(combination))) {
                throw new IllegalArgumentException(type + " " + combination + " is not on sale");
            }
            pool.add(combination, Pool.UNIT.times(part));
        });
        return pool;
    }

    /** The remainder after rounding down the part of a combination. */
    private record Rest(Combination combination, BigInteger rest) {}

    /**
     * Splits the units by weight: each part is rounded down, and the rest goes to the parts that lost most by the
     * rounding. Each gets at least one unit.
     */
    private Map<Combination, Long> split(long units) {
        BigInteger weights = odds.values().stream().map(this::weight).reduce(BigInteger.ZERO, BigInteger::add);
        Map<Combination, Long> parts = new TreeMap<>();
        List<Rest> rests = new ArrayList<>();
        long left = units;
        for (Map.Entry<Combination, Odds> entry : odds.entrySet()) {
            BigInteger[] part =
                    weight(entry.getValue()).multiply(BigInteger.valueOf(units)).divideAndRemainder(weights);
            parts.put(entry.getKey(), part[0].longValueExact());
            rests.add(new Rest(entry.getKey(), part[1]));
            left -= part[0].longValueExact();
        }
        rests.sort(Comparator.comparing(Rest::rest).reversed().thenComparing(Rest::combination));
        rests.stream().limit(left).forEach(rest -> parts.merge(rest.combination(), 1L, Long::sum));
        for (Rest rest : rests) {
            if (parts.getOrDefault(rest.combination(), 0L) == 0) {
                parts.merge(largest(parts), -1L, Long::sum);
                parts.put(rest.combination(), 1L);
            }
        }
        return parts;
    }

    private static Combination largest(Map<Combination, Long> parts) {
        return Collections.max(parts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private BigInteger weight(Odds shown) {
        return BigInteger.valueOf(WEIGHT / (2 * shown.per100().value() + truncated()));
    }

    /** {@return the type and its odds: {@code "WIN {1=1.9, 2=2.6}"}} */
    @Override
    public String toString() {
        return type + " " + odds;
    }
}
