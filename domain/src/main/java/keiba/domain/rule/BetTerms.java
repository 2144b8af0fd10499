package keiba.domain.rule;

import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.race.Field;

/**
 * The terms of one bet type.
 *
 * @param fromEntries sold when at least this many horses are due to start at the start of sales: 2 to 28
 * @param payback the part R of the pool that is paid back; a calculation may use a rate outside the band
 * @param paybackBand the rates the organiser may set for a race. Source: Horse Racing Act art. 8(1)
 * @param premium the extra part s, 0 to 50 per mille (一号給付金). Source: Enforcement Order art. 24
 * @param cap the highest odds shown, at most {@link #MAX_CAP}; dividends have no cap. Source: field widths of JV-Data (rules A.6)
 * @param japaneseName the organiser's short name of the type, not blank
 */
public record BetTerms(
        int fromEntries, PerMille payback, PaybackBand paybackBand, PerMille premium, Odds cap, String japaneseName) {
    /** The largest premium the Enforcement Order (art. 24) allows. */
    public static final PerMille MAX_PREMIUM = PerMille.of(50);

    /** The largest cap: odds are kept as 32-bit numbers of tenths. */
    public static final Odds MAX_CAP = Odds.ofTenths(Integer.MAX_VALUE);

    /**
     * Creates terms.
     *
     * @throws IllegalArgumentException if the entries are outside 2 to 28, the premium or the cap is above its maximum, or the
     *     name is blank
     */
    public BetTerms {
        if (fromEntries < Field.MIN_RUNNERS || fromEntries > Field.MAX_RUNNERS) {
            throw new IllegalArgumentException("a bet type must be sold from " + Field.MIN_RUNNERS + " to "
                    + Field.MAX_RUNNERS + " entries on, not from " + fromEntries);
        }
        if (premium.value() > MAX_PREMIUM.value()) {
            throw new IllegalArgumentException("a premium must be at most " + MAX_PREMIUM + ", not " + premium);
        }
        if (cap.compareTo(MAX_CAP) > 0) {
            throw new IllegalArgumentException("a cap of odds must be at most " + MAX_CAP + ", not " + cap);
        }
        if (japaneseName.isBlank()) {
            throw new IllegalArgumentException("the Japanese name of a bet type must not be blank");
        }
    }

    /**
     * {@return the terms that JRA and the NAR organisers have in common, with this payback} They are their thresholds of entries,
     * the legal band of paybacks, no premium, JV-Data's cap of odds, and JRA's name of the type. Source: rules A.1, A.6.
     *
     * @param type the bet type
     * @param payback the part R of the pool that is paid back, inside the legal band or not
     */
    public static BetTerms of(BetType type, PerMille payback) {
        return new BetTerms(
                usualEntries(type), payback, PaybackBand.LEGAL, PerMille.ZERO, usualCap(type), type.japaneseName());
    }

    private static int usualEntries(BetType type) {
        return switch (type) {
            case WIN -> 2;
            case QUINELLA, EXACTA -> 3;
            case WIDE, TRIO, TRIFECTA -> 4;
            case PLACE -> 5;
            case BRACKET_QUINELLA, BRACKET_EXACTA -> 9;
        };
    }

    private static Odds usualCap(BetType type) {
        return switch (type) {
            case WIN, PLACE -> Odds.ofTenths(9_999);
            case BRACKET_QUINELLA, WIDE, BRACKET_EXACTA -> Odds.ofTenths(99_999);
            case QUINELLA, EXACTA, TRIO -> Odds.ofTenths(999_999);
            case TRIFECTA -> Odds.ofTenths(9_999_999);
        };
    }

    /**
     * {@return the same terms, sold from another number of entries on}
     *
     * @param entries the least number of horses due to start, 2 to 28
     * @throws IllegalArgumentException if the number is outside 2 to 28
     */
    public BetTerms withFromEntries(int entries) {
        return new BetTerms(entries, payback, paybackBand, premium, cap, japaneseName);
    }

    /**
     * {@return the same terms with another payback}
     *
     * @param rate the part R of the pool that is paid back, inside the band or not
     */
    public BetTerms withPayback(PerMille rate) {
        return new BetTerms(fromEntries, rate, paybackBand, premium, cap, japaneseName);
    }

    /**
     * {@return the same terms with another band of the paybacks that a race may set}
     *
     * @param band the rates that a race may set
     */
    public BetTerms withPaybackBand(PaybackBand band) {
        return new BetTerms(fromEntries, payback, band, premium, cap, japaneseName);
    }

    /**
     * {@return the same terms with another premium}
     *
     * @param rate the extra part s of the pool, 0 to 50 per mille
     * @throws IllegalArgumentException if the rate is above {@link #MAX_PREMIUM}
     */
    public BetTerms withPremium(PerMille rate) {
        return new BetTerms(fromEntries, payback, paybackBand, rate, cap, japaneseName);
    }

    /**
     * {@return the same terms with another cap of the odds shown}
     *
     * @param highest the highest odds shown, at most {@link #MAX_CAP}
     * @throws IllegalArgumentException if the cap is above {@link #MAX_CAP}
     */
    public BetTerms withCap(Odds highest) {
        return new BetTerms(fromEntries, payback, paybackBand, premium, highest, japaneseName);
    }

    /**
     * {@return the same terms with the organiser's own name of the type}
     *
     * @param name the short name in Japanese, not blank
     * @throws IllegalArgumentException if the name is blank
     */
    public BetTerms withJapaneseName(String name) {
        return new BetTerms(fromEntries, payback, paybackBand, premium, cap, name);
    }
}
