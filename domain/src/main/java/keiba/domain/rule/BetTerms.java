package keiba.domain.rule;

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

    BetTerms withPayback(PerMille rate) {
        return new BetTerms(fromEntries, rate, paybackBand, premium, cap, japaneseName);
    }

    BetTerms withPremium(PerMille rate) {
        return new BetTerms(fromEntries, payback, paybackBand, rate, cap, japaneseName);
    }

    BetTerms withName(String name) {
        return new BetTerms(fromEntries, payback, paybackBand, premium, cap, name);
    }
}
