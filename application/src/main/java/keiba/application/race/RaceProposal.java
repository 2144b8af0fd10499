package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.domain.bet.BetType;
import keiba.domain.race.Brackets;
import keiba.domain.race.Course;

/**
 * A race as an operator declares it, unchecked: {@link DeclareRace} says whether it is possible. Two declarations are the same when they
 * are equal.
 *
 * @param raceId the number of the race
 * @param day the race day in Japan
 * @param raceNumber its number on that day at that venue
 * @param rules the rule book: its name as it is asked for, and in an accepted declaration what the race keeps of it
 * @param deadline the end of sales; absent for the rule book's minutes before the post time
 * @param runners the declared horses
 * @param brackets bracket by horse number; empty for the standard allocation
 * @param withdrawn horses already out
 * @param paybackPerMille R by type where it differs from the rule book's
 * @param premiumPerMille the premium by type
 * @param course what it is run on, as far as it is known
 */
public record RaceProposal(
        long raceId,
        LocalDate day,
        String venue,
        int raceNumber,
        String name,
        RaceRules rules,
        Instant postTime,
        Optional<Instant> deadline,
        List<Entry> runners,
        SortedMap<Integer, Integer> brackets,
        List<Integer> withdrawn,
        Map<BetType, Integer> paybackPerMille,
        Map<BetType, Integer> premiumPerMille,
        Course course) {

    /** The largest number of horses in a race that the service sells. Races in Japan have no more. */
    public static final int MAX_RUNNERS = Brackets.MAX_RUNNERS;

    /** A declared horse; names are free text. */
    public record Entry(int horseNumber, String name, String jockey) {}

    public RaceProposal {
        runners = List.copyOf(runners);
        brackets = Collections.unmodifiableSortedMap(new TreeMap<>(brackets));
        withdrawn = List.copyOf(withdrawn);
        paybackPerMille = byType(paybackPerMille);
        premiumPerMille = byType(premiumPerMille);
    }

    /** Returns the same declaration under these rules. */
    RaceProposal under(RaceRules found) {
        return new RaceProposal(
                raceId,
                day,
                venue,
                raceNumber,
                name,
                found,
                postTime,
                deadline,
                runners,
                brackets,
                withdrawn,
                paybackPerMille,
                premiumPerMille,
                course);
    }

    /** Returns the declaration as it was asked for: with the name of the rule book alone. */
    RaceProposal asAsked() {
        return under(RaceRules.named(rules.name()));
    }

    private static Map<BetType, Integer> byType(Map<BetType, Integer> rates) {
        Map<BetType, Integer> copy = new EnumMap<>(BetType.class);
        copy.putAll(rates);
        return Collections.unmodifiableMap(copy);
    }
}
