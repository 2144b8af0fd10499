package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.fake.Samples;
import keiba.domain.bet.BetType;
import keiba.domain.race.Course;

/** A declaration of which a test changes one value. */
final class ProposalDraft {
    long raceId = Samples.RACE.value();
    LocalDate day = Samples.DAY;
    String venue = "Sapporo";
    int raceNumber = 11;
    String name = "Keiba Cup";
    String rules = "JRA";
    Instant postTime = Samples.POST_TIME;
    Optional<Instant> deadline = Optional.empty();
    List<RaceProposal.Entry> runners =
            new ArrayList<>(Samples.proposal(Samples.RACE, 9).runners());
    SortedMap<Integer, Integer> brackets = new TreeMap<>();
    List<Integer> withdrawn = List.of();
    Map<BetType, Integer> payback = Map.of();
    Map<BetType, Integer> premium = Map.of();
    Course course = Course.UNKNOWN;

    /** At this post time, on its day in Japan. */
    void at(String time) {
        postTime = Instant.parse(time);
        day = LocalDate.ofInstant(postTime, ZoneOffset.ofHours(9));
    }

    void horse(int number, String horseName, String jockey) {
        runners.set(number - 1, new RaceProposal.Entry(number, horseName, jockey));
    }

    void horses(int many) {
        runners = new ArrayList<>();
        for (int horse = 1; horse <= many; horse++) {
            runners.add(new RaceProposal.Entry(horse, "Horse " + horse, ""));
        }
    }

    RaceProposal proposal() {
        return new RaceProposal(
                raceId,
                day,
                venue,
                raceNumber,
                name,
                RaceRules.named(rules),
                postTime,
                deadline,
                runners,
                brackets,
                withdrawn,
                payback,
                premium,
                course);
    }
}
