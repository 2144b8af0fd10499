package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keiba.application.race.RaceProposal;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.ScratchKind;

/**
 * The card of a day. The seed alone decides it, and the first races of a long day are those of a short one.
 *
 * <p>Every third race is run by a local organiser, so that all bet types are sold.
 */
record RaceDay(List<PlannedRace> races) {
    static final int MAX_RACES = 12;

    private static final int LOCAL_EVERY = 3;

    RaceDay {
        races = List.copyOf(races);
    }

    static RaceDay of(long seed, int races) {
        Names names = new Names(Chance.of(seed, "names"));
        List<String> venues = names.venues(2);
        List<PlannedRace> planned = new ArrayList<>();
        for (int number = 1; number <= races; number++) {
            boolean local = number % LOCAL_EVERY == 0;
            planned.add(race(
                    Chance.of(seed, "race", number), number, venues.get(local ? 1 : 0), local ? "NAR" : "JRA", names));
        }
        return new RaceDay(planned);
    }

    private static PlannedRace race(Chance chance, int number, String venue, String rules, Names names) {
        Field field = field(chance);
        List<Runner> runners = runners(chance, field.runners(), names);
        return new PlannedRace(
                number, venue, names.race(), rules, field, runners, scratch(chance, field), chance.happens(0.15));
    }

    /** Mostly the large fields that bettors like, now and then a small one; now and then a horse is out before sales start. */
    private static Field field(Chance chance) {
        int size = chance.happens(0.15) ? chance.between(6, 8) : chance.between(10, RaceProposal.MAX_RUNNERS);
        Horses withdrawn = chance.happens(0.15) ? Horses.of(chance.between(1, size)) : Horses.NONE;
        return new Field(size, Brackets.standard(size), withdrawn);
    }

    private static List<Runner> runners(Chance chance, int count, Names names) {
        double[] abilities =
                IntStream.range(0, count).mapToDouble(i -> chance.factor(1)).toArray();
        double all = IntStream.range(0, count).mapToDouble(i -> abilities[i]).sum();
        List<String> horses = names.horses(count);
        List<String> jockeys = names.jockeys(count);
        return IntStream.range(0, count)
                .mapToObj(i -> new Runner(i + 1, horses.get(i), jockeys.get(i), abilities[i] / all))
                .toList();
    }

    private static Optional<PlannedScratch> scratch(Chance chance, Field field) {
        int[] entered = field.entered().toArray();
        int horse = entered[chance.between(0, entered.length - 1)];
        ScratchKind kind = chance.happens(0.5) ? ScratchKind.SCRATCHED : ScratchKind.EXCLUDED;
        double moment = 0.35 + chance.fraction() * 0.35;
        return chance.happens(0.4) ? Optional.of(new PlannedScratch(horse, kind, moment)) : Optional.empty();
    }
}
