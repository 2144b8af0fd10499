package keiba.application.race;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Course;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.Weather;

/** One fact of a race that an announcement changed. */
public sealed interface AnnouncedChange {

    /**
     * The times of the race changed.
     *
     * @param before the times before the change
     */
    record TimesChange(Times before, Times after) implements AnnouncedChange {}

    /** The post time of a race, and the time at which its sales end. */
    record Times(Instant postTime, Instant deadline) {}

    /** The course changed, or more of it became known. */
    record CourseChange(Course before, Course after) implements AnnouncedChange {}

    /**
     * The weather changed, or became known.
     *
     * @param before empty if it was not known
     */
    record WeatherChange(Optional<Weather> before, Weather after) implements AnnouncedChange {}

    /**
     * A runner was taken out.
     *
     * @param status the reason: withdrawn before sales, scratched, or excluded
     */
    record RunnerOut(int horse, RunnerStatus status) implements AnnouncedChange {}

    /**
     * Another jockey rides a horse.
     *
     * @param before the empty text if no jockey was named
     */
    record JockeyChange(int horse, String before, String after) implements AnnouncedChange {}

    /**
     * A horse was weighed, or its weight was corrected.
     *
     * @param before empty if it was not known
     */
    record BodyWeightChange(int horse, Optional<BodyWeight> before, BodyWeight after) implements AnnouncedChange {}

    /** Returns the differences between two cards of the same race, in a fixed order: times, course, weather, then by horse. */
    static List<AnnouncedChange> between(RaceCard before, RaceCard after) {
        List<AnnouncedChange> changes = new ArrayList<>();
        Times times = new Times(before.postTime(), before.deadline());
        Times newTimes = new Times(after.postTime(), after.deadline());
        if (!newTimes.equals(times)) {
            changes.add(new TimesChange(times, newTimes));
        }
        if (!after.course().equals(before.course())) {
            changes.add(new CourseChange(before.course(), after.course()));
        }
        after.weather()
                .filter(weather -> !before.weather().equals(Optional.of(weather)))
                .ifPresent(weather -> changes.add(new WeatherChange(before.weather(), weather)));
        after.race().field().declared().stream().forEach(horse -> changes.addAll(ofHorse(horse, before, after)));
        return changes;
    }

    private static List<AnnouncedChange> ofHorse(int horse, RaceCard before, RaceCard after) {
        List<AnnouncedChange> changes = new ArrayList<>();
        if (after.isOut(horse) && !before.isOut(horse)) {
            changes.add(new RunnerOut(horse, after.race().statusOf(horse)));
        }
        String jockey = after.jockeyOf(horse);
        if (!jockey.equals(before.jockeyOf(horse))) {
            changes.add(new JockeyChange(horse, before.jockeyOf(horse), jockey));
        }
        after.bodyWeightOf(horse)
                .filter(weight -> !before.bodyWeightOf(horse).equals(Optional.of(weight)))
                .ifPresent(weight -> changes.add(new BodyWeightChange(horse, before.bodyWeightOf(horse), weight)));
        return changes;
    }
}
