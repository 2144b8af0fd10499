package keiba.domain.rule;

import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.race.Field;

/**
 * The terms of one bet type.
 *
 * @param fromEntries sold when at least this many horses are due to start at the start of sales: 2 to 18
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

    /** Creates terms; throws {@code IllegalArgumentException} for components that are not as described above. */
    public BetTerms {
        if (fromEntries < Field.MIN_RUNNERS || fromEntries > Field.MAX_RUNNERS) {
            throw new IllegalArgumentException("a bet type is sold from " + Field.MIN_RUNNERS + " to "
                    + Field.MAX_RUNNERS + " entries on: " + fromEntries);
        }
        if (premium.value() > MAX_PREMIUM.value()) {
            throw new IllegalArgumentException("a premium is at most " + MAX_PREMIUM + ": " + premium);
        }
        if (cap.compareTo(MAX_CAP) > 0) {
            throw new IllegalArgumentException("a cap of odds is at most " + MAX_CAP + ": " + cap);
        }
        if (japaneseName.isBlank()) {
            throw new IllegalArgumentException("the Japanese name of a bet type must not be blank");
        }
    }

    /**
     * Returns the terms that JRA and the NAR organisers have in common, with this payback: their thresholds of entries, the legal band of
     * paybacks, no premium, JV-Data's cap of odds, and JRA's name of the type. Source: rules A.1, A.6.
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

    /** Returns the same terms, sold from another number of entries on: 2 to 18. */
    public BetTerms withFromEntries(int entries) {
        return new BetTerms(entries, payback, paybackBand, premium, cap, japaneseName);
    }

    /** Returns the same terms with another payback. */
    public BetTerms withPayback(PerMille rate) {
        return new BetTerms(fromEntries, rate, paybackBand, premium, cap, japaneseName);
    }

    /** Returns the same terms with another band of the paybacks that a race may set. */
    public BetTerms withPaybackBand(PaybackBand band) {
        return new BetTerms(fromEntries, payback, band, premium, cap, japaneseName);
    }

    /** Returns the same terms with another premium, 0 to 50 per mille. */
    public BetTerms withPremium(PerMille rate) {
        return new BetTerms(fromEntries, payback, paybackBand, rate, cap, japaneseName);
    }

    /** Returns the same terms with another cap of the odds shown. */
    public BetTerms withCap(Odds highest) {
        return new BetTerms(fromEntries, payback, paybackBand, premium, highest, japaneseName);
    }

    /** Returns the same terms with the organiser's own name of the type, not blank. */
    public BetTerms withJapaneseName(String name) {
        return new BetTerms(fromEntries, payback, paybackBand, premium, cap, name);
    }
}
