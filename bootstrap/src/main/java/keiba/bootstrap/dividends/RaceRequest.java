package keiba.bootstrap.dividends;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import org.jspecify.annotations.Nullable;

/**
 * One race of the input. Every field has a valid type and range; {@link RacePricing} checks whether the fields are
 * consistent.
 *
 * @param id null if the race has none
 * @param entriesAtSaleStart null if the input does not contain it
 * @param brackets by horse number; null for the standard allocation
 * @param onSale null for the types that the rule book gives the field
 * @param placesPaid 2 or 3; null for the places that the rule book gives the field
 * @param stakes the stakes by type and combination, including zeros
 * @param result null for odds only
 */
record RaceRequest(
        @Nullable RaceLabel id,
        String rules,
        int runners,
        Horses withdrawn,
        Horses scratched,
        @Nullable Integer entriesAtSaleStart,
        @Nullable Map<Integer, Integer> brackets,
        @Nullable List<BetType> onSale,
        @Nullable Integer placesPaid,
        Map<BetType, PerMille> paybacks,
        Map<BetType, PerMille> premiums,
        Map<BetType, Map<Combination, Yen>> stakes,
        @Nullable OrderOfFinish result) {

    /**
     * Creates a request without copying the collections, because no other object has references to them and a race may
     * have thousands of stakes.
     */
    RaceRequest {
        brackets = brackets == null ? null : Collections.unmodifiableMap(brackets);
        onSale = onSale == null ? null : List.copyOf(onSale);
        paybacks = Collections.unmodifiableMap(paybacks);
        premiums = Collections.unmodifiableMap(premiums);
        stakes = Collections.unmodifiableMap(stakes);
    }
}
