package keiba.application.race;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Course;
import keiba.domain.race.Weather;

/**
 * Facts for the card of a race, as an operator announces them. Facts that are not mentioned stay unchanged.
 *
 * @param course the new facts about the course
 * @param weather the weather at the racecourse
 * @param jockeys the rider's name by horse number
 * @param bodyWeights by horse number
 */
public record Announcement(
        Course course,
        Optional<Weather> weather,
        SortedMap<Integer, String> jockeys,
        SortedMap<Integer, BodyWeight> bodyWeights) {
    public static final Announcement NOTHING =
            new Announcement(Course.UNKNOWN, Optional.empty(), new TreeMap<>(), new TreeMap<>());

    public Announcement {
        jockeys = Collections.unmodifiableSortedMap(new TreeMap<>(jockeys));
        bodyWeights = Collections.unmodifiableSortedMap(new TreeMap<>(bodyWeights));
    }

    /** Returns the numbers of the horses that are mentioned, in their order. */
    SortedSet<Integer> horses() {
        SortedSet<Integer> horses = new TreeSet<>(jockeys.keySet());
        horses.addAll(bodyWeights.keySet());
        return horses;
    }

    /** Returns one announcement with the facts of both; if both mention a fact, the later one is used. */
    Announcement with(Announcement later) {
        SortedMap<Integer, String> bothJockeys = new TreeMap<>(jockeys);
        bothJockeys.putAll(later.jockeys);
        SortedMap<Integer, BodyWeight> bothWeights = new TreeMap<>(bodyWeights);
        bothWeights.putAll(later.bodyWeights);
        return new Announcement(course.with(later.course), later.weather.or(() -> weather), bothJockeys, bothWeights);
    }
}
