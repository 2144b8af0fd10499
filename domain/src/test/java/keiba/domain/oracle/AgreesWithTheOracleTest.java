package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Compares the fast code with the oracle on random races. Every seed is one race: {@code -Doracle.first=N} begins with another one, {@code
 * -Doracle.races=1} replays it alone, and a larger number looks further than the ordinary run.
 */
class AgreesWithTheOracleTest {
    private static final int USUAL_RACES = 100_000;

    @Test
    void fast_code_and_oracle_price_and_settle_every_random_race_alike(TestReporter reporter) {
        long first = Long.getLong("oracle.first", 1);
        int races = Integer.getInteger("oracle.races", USUAL_RACES);
        Kinds kinds = new Kinds();
        for (long seed = first; seed < first + races; seed++) {
            requireAgreement(seed, kinds);
        }
        reporter.publishEntry(RaceKinds.CROSSED, String.valueOf(kinds.count(RaceKinds.CROSSED)));
        reporter.publishEntry(RaceKinds.BETWEEN, String.valueOf(kinds.count(RaceKinds.BETWEEN)));
        reporter.publishEntry("met", kinds.toString());
        if (races >= USUAL_RACES) {
            requireEveryKind(kinds);
        }
    }

    private static void requireAgreement(long seed, Kinds kinds) {
        OracleRace race = RandomRace.of(seed);
        try {
            assertThat(Comparison.of(race, kinds))
                    .as(() -> describe(seed, race))
                    .isEmpty();
        } catch (RuntimeException thrown) {
            throw new AssertionError(describe(seed, race), thrown);
        }
    }

    private static String describe(long seed, OracleRace race) {
        return "-Doracle.first=" + seed + " -Doracle.races=1 replays RandomRace.of(" + seed + "L), which is " + race;
    }

    private static void requireEveryKind(Kinds kinds) {
        requireRaces(kinds);
        for (String type : OracleRules.TYPES) {
            requireOfType(kinds, type);
        }
        kinds.require(2000, "PLACE with a range", "WIDE with a range", "PLACE with both ends alike");
        kinds.require(1000, "PLACE shown 1.0-1.1", "WIDE shown 1.0-1.1", "shared first in popularity");
        kinds.require(5000, "Plus10 GRANTED", "Plus10 REFUSED", "Plus10 NOT_TESTED", "dividend of 100");
        kinds.require(300, "Plus10 GRANTED to the last yen", "Plus10 REFUSED for 100 yen");
        kinds.require(1000, "organiser pays on top", "pool at the bound", "dividend above 100 million");
        kinds.require(5000, "dividend with a premium", "some winners unbacked", "special of 70", "special of 80");
        kinds.require(2000, "void by scratches alone", "void for want of a winner");
        kinds.require(2000, "PLACE paying 2", "PLACE paying 3", "PLACE paying more by a dead heat");
        kinds.require(1000);
        kinds.require(500, "bracket wins with itself");
        kinds.require(3, RaceKinds.CROSSED);
        kinds.require(1, RaceKinds.BETWEEN);
        kinds.require(30, "PLACE with fewer live horses than places");
    }

    private static void requireRaces(Kinds kinds) {
        OracleRules.RULE_BOOKS.forEach(rules -> kinds.require(2000, "race by " + rules));
        for (int runners = 2; runners <= 18; runners++) {
            kinds.require(200, runners + " declared");
        }
        kinds.require(2000, "0 finishers", "1 finishers", "2 finishers", "3 finishers", "4 or more finishers");
        for (int placing = 1; placing <= 3; placing++) {
            for (String size : List.of("2", "3", "4 or more")) {
                kinds.require(300, "dead heat for " + placing + " of " + size);
            }
        }
        kinds.require(5000, "withdrawn horses", "scratched horses", "custom brackets");
        kinds.require(2000, "brackets sold on 8 or fewer", "void race", "places paid given", "types on sale given");
        kinds.require(1000, "race with nothing to sell");
    }

    private static void requireOfType(Kinds kinds, String type) {
        kinds.require(300, "DIVIDEND of " + type, type + " shown at 1.0");
        kinds.require(100, "SPECIAL of " + type, "VOID of " + type, type + " with several winners");
        kinds.require(50, "NO_SALES of " + type, "CAPPED " + type, "SCRATCHED " + type);
        kinds.require(5, type + " of 18");
    }
}
