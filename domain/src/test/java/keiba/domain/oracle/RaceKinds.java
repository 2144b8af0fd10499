package keiba.domain.oracle;

import java.util.Collection;
import java.util.List;

/** What kinds of race, odds and settlement a run has met, by the oracle's account. */
final class RaceKinds {
    static final String CROSSED = "PLACE pays more with the most backed others than with the least";

    static final String BETWEEN = "PLACE has an end with others between the most and the least backed";

    private RaceKinds() {}

    static void count(OracleRace race, Kinds kinds) {
        int entries = race.entered().size();
        kinds.saw("race by " + race.rules());
        kinds.saw(race.runners() + " declared");
        kinds.sawIf(!race.withdrawn().isEmpty(), "withdrawn horses");
        kinds.sawIf(!race.scratched().isEmpty(), "scratched horses");
        kinds.sawIf(race.isVoid(), "void race");
        kinds.sawIf(entries < 2, "race with nothing to sell");
        kinds.sawIf(!race.brackets().equals(OracleRules.standardBrackets(race.runners())), "custom brackets");
        kinds.sawIf(
                entries <= 8 && OracleRules.typesOnSale(race).contains("BRACKET_QUINELLA"),
                "brackets sold on 8 or fewer");
        kinds.sawIf(race.onSale().isPresent(), "types on sale given");
        kinds.sawIf(race.placesPaid().isPresent(), "places paid given");
        if (!race.isVoid()) {
            kinds.saw(Math.min(4, race.finishers()) + (race.finishers() >= 4 ? " or more" : "") + " finishers");
            countDeadHeats(race.order(), kinds);
        }
    }

    private static void countDeadHeats(List<List<Integer>> order, Kinds kinds) {
        int placing = 1;
        for (List<Integer> group : order) {
            if (placing <= 3 && group.size() >= 2) {
                kinds.saw("dead heat for " + placing + " of " + (group.size() >= 4 ? "4 or more" : group.size()));
            }
            placing += group.size();
        }
    }

    static void count(
            OracleRace race, String type, Collection<OracleOdds> odds, OracleSettlement settlement, Kinds kinds) {
        countOdds(race, type, odds, kinds);
        kinds.saw(settlement.outcome() + " of " + type);
        kinds.saw("Plus10 " + settlement.plus10());
        kinds.sawIf(settlement.plus10().equals("GRANTED") && settlement.spare() == 0, "Plus10 GRANTED to the last yen");
        kinds.sawIf(settlement.plus10().equals("REFUSED") && settlement.spare() >= -100, "Plus10 REFUSED for 100 yen");
        kinds.sawIf(settlement.retained() < 0, "organiser pays on top");
        kinds.sawIf(settlement.sales() == RandomRace.MAX_UNITS * 100, "pool at the bound");
        kinds.sawIf(
                settlement.outcome().equals("SPECIAL") && settlement.special() > 0,
                "special of " + settlement.special());
        kinds.sawIf(race.runners() == 18, type + " of 18");
        if (settlement.outcome().equals("VOID") && !race.isVoid() && settlement.sales() > 0) {
            kinds.saw(settlement.winning().isEmpty() ? "void for want of a winner" : "void by scratches alone");
        }
        if (settlement.outcome().equals("DIVIDEND")) {
            countDividends(race, type, settlement, kinds);
        }
    }

    private static void countOdds(OracleRace race, String type, Collection<OracleOdds> odds, Kinds kinds) {
        boolean range = type.equals("PLACE") || type.equals("WIDE");
        kinds.sawIf(odds.stream().anyMatch(shown -> shown.mark().equals("CAPPED")), "CAPPED " + type);
        kinds.sawIf(odds.stream().anyMatch(shown -> shown.mark().equals("SCRATCHED")), "SCRATCHED " + type);
        kinds.sawIf(odds.stream().anyMatch(shown -> shown.low() == 10 && shown.high() == 11), type + " shown 1.0-1.1");
        kinds.sawIf(odds.stream().anyMatch(shown -> shown.low() == 10), type + " shown at 1.0");
        kinds.sawIf(range && odds.stream().anyMatch(shown -> shown.low() < shown.high()), type + " with a range");
        kinds.sawIf(
                range && odds.stream().anyMatch(shown -> shown.low() > 0 && shown.low() == shown.high()),
                type + " with both ends alike");
        kinds.sawIf(odds.stream().anyMatch(OracleOdds::crossed), CROSSED);
        kinds.sawIf(odds.stream().anyMatch(OracleOdds::between), BETWEEN);
        kinds.sawIf(
                type.equals("PLACE") && !race.isVoid() && race.live().size() < OracleRules.placesPaid(race),
                "PLACE with fewer live horses than places");
        kinds.sawIf(odds.stream().filter(shown -> shown.popularity() == 1).count() > 1, "shared first in popularity");
    }

    private static void countDividends(OracleRace race, String type, OracleSettlement settlement, Kinds kinds) {
        long winners = settlement.winning().size();
        long backed = settlement.per100().size();
        kinds.sawIf(backed < winners, "some winners unbacked");
        kinds.sawIf(winners > 1, type + " with several winners");
        kinds.sawIf(type.equals("PLACE"), "PLACE paying " + OracleRules.placesPaid(race));
        kinds.sawIf(type.equals("PLACE") && winners > OracleRules.placesPaid(race), "PLACE paying more by a dead heat");
        kinds.sawIf(OracleRules.terms(race, type).premium() > 0, "dividend with a premium");
        kinds.sawIf(settlement.per100().containsValue(100L), "dividend of 100");
        kinds.sawIf(
                settlement.per100().values().stream().anyMatch(per100 -> per100 > 100_000_000),
                "dividend above 100 million");
        kinds.sawIf(
                type.startsWith("BRACKET")
                        && settlement.winning().stream()
                                .anyMatch(pair -> pair.get(0).equals(pair.get(1))),
                "bracket wins with itself");
    }
}
