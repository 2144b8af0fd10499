package keiba.domain.rule;

import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;

/**
 * The terms of one bet type.
 *
 * @param fromEntries sold when at least this many horses are due to start at the start of sales
 * @param payback the part R of the pool that is paid back; a calculation may use a rate outside the band
 * @param paybackBand the rates the organiser may set for a race. Source: Horse Racing Act art. 8(1)
 * @param premium the extra part s, 0 to 50 per mille (一号給付金). Source: Enforcement Order art. 24
 * @param cap the highest odds shown; dividends have no cap. Source: field widths of JV-Data (rules A.6)
 * @param japaneseName the organiser's short name of the type
 */
public record BetTerms(
        int fromEntries, PerMille payback, PaybackBand paybackBand, PerMille premium, Odds cap, String japaneseName) {
    /** The largest premium the Enforcement Order (art. 24) allows. */
    public static final PerMille MAX_PREMIUM = PerMille.of(50);

    public BetTerms {
        if (premium.value() > MAX_PREMIUM.value()) {
            throw new IllegalArgumentException("a premium is at most " + MAX_PREMIUM + ": " + premium);
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
