package keiba.domain.rule;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Offering;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;

/**
 * The decisions of an organiser about its races, as data. Everything that differs between organisers is in their rule books. A race may
 * replace the rates and premiums of its types. {@link #builder} creates a custom rule book.
 *
 * @param name as it is asked for: {@code "JRA"}, {@code "NAR"}, {@code "NAR-OI"} …; not blank
 * @param terms the types the organiser sells, at least one, and the terms of each
 * @param threePlacesFrom PLACE pays three places from this many entries, two below: 3 to 28, and not below the number of entries from
 *     which PLACE is sold
 * @param stakeUnit every stake is a positive multiple of it, itself a positive multiple of 100 yen
 * @param dividendStep dividends per 100 yen are rounded down to a multiple of it: 10 to 100 yen, a multiple of 10
 * @param minimumDividend what a winning stake of 100 yen pays at least: a positive multiple of the step, at most {@link
 *     #MAX_MINIMUM_DIVIDEND} and at most every cap
 * @param plus10 whether 10 yen are added to a dividend of 100 where the pool can bear it (JRAプラス10)
 * @param deadlineMinutes sales end this many minutes before the post time by default: 0 to {@link #MAX_DEADLINE_MINUTES}; the net's
 *     deadline is unconfirmed
 * @param carryOver the terms of the multi-leg bet, where the organiser has one
 */
public record RuleBook(
        String name,
        Map<BetType, BetTerms> terms,
        int threePlacesFrom,
        Yen stakeUnit,
        Yen dividendStep,
        Yen minimumDividend,
        boolean plus10,
        int deadlineMinutes,
        Optional<CarryOverTerms> carryOver) {

    /** The highest minimum of a dividend: ten times the stake of 100 yen. The organisers known pay 100 yen at least. */
    public static final Yen MAX_MINIMUM_DIVIDEND = Yen.of(1_000);

    /** The earliest deadline by default: a day before the post time. */
    public static final int MAX_DEADLINE_MINUTES = 24 * 60;

    private static final Yen TICKET = Yen.of(10);
    private static final Yen FACE = Yen.of(100);

    /**
     * Creates a rule book.
     *
     * @throws IllegalArgumentException if a component is outside the range described above, or two contradict each other
     */
    public RuleBook {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a rule book must not be blank");
        }
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("rule book " + name + " has no bet types; it needs at least one");
        }
        terms = Collections.unmodifiableMap(new EnumMap<>(terms));
        if (!stakeUnit.isPositiveMultipleOf(FACE)) {
            throw new IllegalArgumentException(
                    "a stake unit must be a positive multiple of " + FACE + ", not " + stakeUnit);
        }
        if (!dividendStep.isPositiveMultipleOf(TICKET) || dividendStep.compareTo(FACE) > 0) {
            throw new IllegalArgumentException(
                    "a dividend step must be a multiple of " + TICKET + " up to " + FACE + ", not " + dividendStep);
        }
        if (!minimumDividend.isPositiveMultipleOf(dividendStep)
                || minimumDividend.compareTo(MAX_MINIMUM_DIVIDEND) > 0) {
            throw new IllegalArgumentException("a minimum dividend must be a positive multiple of the step "
                    + dividendStep + " up to " + MAX_MINIMUM_DIVIDEND + ", not " + minimumDividend);
        }
        if (deadlineMinutes < 0 || deadlineMinutes > MAX_DEADLINE_MINUTES) {
            throw new IllegalArgumentException("a deadline must be 0 to " + MAX_DEADLINE_MINUTES
                    + " minutes before the post time, not " + deadlineMinutes);
        }
        if (threePlacesFrom < 3 || threePlacesFrom > Field.MAX_RUNNERS) {
            throw new IllegalArgumentException("three places must be paid from 3 to " + Field.MAX_RUNNERS
                    + " entries on, not from " + threePlacesFrom);
        }
        terms.forEach((type, of) -> requireConsistent(type, of, threePlacesFrom, minimumDividend));
    }

    private static void requireConsistent(BetType type, BetTerms terms, int threePlacesFrom, Yen minimumDividend) {
        if (terms.fromEntries() < type.places()) {
            throw new IllegalArgumentException(type + " has combinations of " + type.places()
                    + " numbers and cannot be sold from " + terms.fromEntries() + " entries on");
        }
        if (type == BetType.PLACE && terms.fromEntries() > threePlacesFrom) {
            throw new IllegalArgumentException("PLACE is sold from " + terms.fromEntries()
                    + " entries on and cannot pay three places from " + threePlacesFrom + " on");
        }
        if (terms.cap().per100().compareTo(minimumDividend) < 0) {
            throw new IllegalArgumentException("the cap of " + type + " must not be below the minimum dividend of "
                    + minimumDividend + " per 100: " + terms.cap());
        }
    }

    /** {@return the types that the organiser sells at all, in the order of {@link BetType}; not empty} */
    public Set<BetType> types() {
        return terms.keySet();
    }

    /**
     * {@return the terms of a type}
     *
     * @param type a bet type that the organiser sells
     * @throws IllegalArgumentException if the organiser does not sell the type
     */
    public BetTerms terms(BetType type) {
        BetTerms found = terms.get(type);
        if (found == null) {
            throw new IllegalArgumentException(name + " does not sell " + type);
        }
        return found;
    }

    /**
     * {@return the payback rates that a race may set for a type} {@link #withPayback} also takes other rates, so that any rate
     * can be calculated with; whoever creates a race for sale checks its rates against this band.
     *
     * @param type a bet type that the organiser sells
     * @throws IllegalArgumentException if the organiser does not sell the type
     */
    public PaybackBand paybackBand(BetType type) {
        return terms(type).paybackBand();
    }

    /**
     * {@return the same book with another R for one type, as on a super premium day}
     *
     * @param type a bet type that the organiser sells
     * @param rate the part R of the pool that is paid back, inside the band or not
     * @throws IllegalArgumentException if the organiser does not sell the type
     */
    public RuleBook withPayback(BetType type, PerMille rate) {
        return with(type, terms(type).withPayback(rate));
    }

    /**
     * {@return the same book with another premium on one type}
     *
     * @param type a bet type that the organiser sells
     * @param rate the extra part s of the pool, 0 to 50 per mille
     * @throws IllegalArgumentException if the organiser does not sell the type, or the rate is above {@link BetTerms#MAX_PREMIUM}
     */
    public RuleBook withPremium(BetType type, PerMille rate) {
        return with(type, terms(type).withPremium(rate));
    }

    private RuleBook with(BetType type, BetTerms replaced) {
        return toBuilder(name).sell(type, replaced).build();
    }

    /**
     * {@return a builder of a rule book that sells nothing yet and has what JRA and the NAR organisers have in common: three
     * places from 8 entries on, stakes in units of 100 yen, dividends in steps of 10 yen and of at least 100 yen, no Plus10, and
     * a deadline of 2 minutes}
     *
     * @param name the name of the book, not blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * {@return a builder that begins with everything of this book but its name}
     *
     * @param newName the name of the new book, not blank
     */
    public Builder toBuilder(String newName) {
        Builder builder = new Builder(newName);
        builder.terms.putAll(terms);
        builder.threePlacesFrom = threePlacesFrom;
        builder.stakeUnit = stakeUnit;
        builder.dividendStep = dividendStep;
        builder.minimumDividend = minimumDividend;
        builder.plus10 = plus10;
        builder.deadlineMinutes = deadlineMinutes;
        builder.carryOver = carryOver;
        return builder;
    }

    /**
     * Collects what a rule book holds. {@link #build} checks it: each setting by itself and all of them together. Not safe for use by
     * several threads at once.
     */
    public static final class Builder {
        private final String name;
        private final Map<BetType, BetTerms> terms = new EnumMap<>(BetType.class);
        private int threePlacesFrom = 8;
        private Yen stakeUnit = FACE;
        private Yen dividendStep = TICKET;
        private Yen minimumDividend = FACE;
        private boolean plus10;
        private int deadlineMinutes = 2;
        private Optional<CarryOverTerms> carryOver = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sells a type at a payback and otherwise on the terms of {@link BetTerms#of}; replaces earlier terms of the type.
         *
         * @param type the bet type
         * @param payback the part R of the pool that is paid back
         * @return this builder
         */
        public Builder sell(BetType type, PerMille payback) {
            return sell(type, BetTerms.of(type, payback));
        }

        /**
         * Sells a type on these terms; replaces earlier terms of the type.
         *
         * @param type the bet type
         * @param termsOfType the terms of the type
         * @return this builder
         */
        public Builder sell(BetType type, BetTerms termsOfType) {
            terms.put(type, termsOfType);
            return this;
        }

        /**
         * Takes a type out of the book; nothing happens if it is not in it.
         *
         * @param type the bet type
         * @return this builder
         */
        public Builder doNotSell(BetType type) {
            terms.remove(type);
            return this;
        }

        /**
         * Sets the number of entries from which PLACE pays three places.
         *
         * @param entries 3 to 28, and not below the number of entries from which PLACE is sold
         * @return this builder
         */
        public Builder threePlacesFrom(int entries) {
            threePlacesFrom = entries;
            return this;
        }

        /**
         * Sets what every stake is a multiple of.
         *
         * @param unit a positive multiple of 100 yen
         * @return this builder
         */
        public Builder stakeUnit(Yen unit) {
            stakeUnit = unit;
            return this;
        }

        /**
         * Sets what dividends per 100 yen are rounded down to a multiple of.
         *
         * @param step 10 to 100 yen, a multiple of 10
         * @return this builder
         */
        public Builder dividendStep(Yen step) {
            dividendStep = step;
            return this;
        }

        /**
         * Sets what a winning stake of 100 yen pays at least.
         *
         * @param least a positive multiple of the step, at most {@link #MAX_MINIMUM_DIVIDEND} and at most every cap
         * @return this builder
         */
        public Builder minimumDividend(Yen least) {
            minimumDividend = least;
            return this;
        }

        /**
         * Sets whether 10 yen are added to dividends of 100 where the pool can bear it.
         *
         * @param added whether they are added
         * @return this builder
         */
        public Builder plus10(boolean added) {
            plus10 = added;
            return this;
        }

        /**
         * Sets how many minutes before the post time sales end by default.
         *
         * @param minutes 0 to {@link #MAX_DEADLINE_MINUTES}
         * @return this builder
         */
        public Builder deadlineMinutes(int minutes) {
            deadlineMinutes = minutes;
            return this;
        }

        /**
         * Sets the terms of the multi-leg bet; {@link RuleBook#builder} begins without one.
         *
         * @param termsOfCarryOver the terms
         * @return this builder
         */
        public Builder carryOver(CarryOverTerms termsOfCarryOver) {
            carryOver = Optional.of(termsOfCarryOver);
            return this;
        }

        /**
         * {@return the rule book with the settings so far}
         *
         * @throws IllegalArgumentException if a setting is out of its range, or two contradict each other
         */
        public RuleBook build() {
            return new RuleBook(
                    name,
                    terms,
                    threePlacesFrom,
                    stakeUnit,
                    dividendStep,
                    minimumDividend,
                    plus10,
                    deadlineMinutes,
                    carryOver);
        }
    }

    /**
     * {@return what is sold on a field, and how many places are paid} Bracket bets need nine entries; with fewer they are sold
     * all the same when the field was declared that large and a bracket still holds two horses. They are not sold on a field of more
     * than {@link Brackets#MAX_RUNNERS} horses. Source: rules A.1.
     *
     * @param field the field when sales start
     */
    public Offering offering(Field field) {
        Set<BetType> sold = EnumSet.noneOf(BetType.class);
        for (BetType type : types()) {
            if (type.onBrackets() && field.runners() > Brackets.MAX_RUNNERS) {
                continue;
            }
            int fromEntries = terms(type).fromEntries();
            boolean soldAllTheSame = type.onBrackets() && field.runners() >= fromEntries && hasSharedBracket(field);
            if (field.entries() >= fromEntries || soldAllTheSame) {
                sold.add(type);
            }
        }
        return new Offering(field, sold, placesPaid(field));
    }

    /**
     * {@return the last placing with which PLACE wins in a field: 3 or 2} Source: Enforcement Regulation art. 7(2).
     *
     * @param field the field when sales start
     */
    public int placesPaid(Field field) {
        return field.entries() >= threePlacesFrom ? 3 : 2;
    }

    private static boolean hasSharedBracket(Field field) {
        return IntStream.rangeClosed(1, Brackets.COUNT)
                .anyMatch(bracket -> field.enteredIn(bracket).size() >= 2);
    }
}
