package keiba.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import keiba.application.race.AnnouncedChange;
import keiba.application.race.AnnouncedChange.BodyWeightChange;
import keiba.application.race.AnnouncedChange.CourseChange;
import keiba.application.race.AnnouncedChange.JockeyChange;
import keiba.application.race.AnnouncedChange.RunnerOut;
import keiba.application.race.AnnouncedChange.Times;
import keiba.application.race.AnnouncedChange.TimesChange;
import keiba.application.race.AnnouncedChange.WeatherChange;
import keiba.application.race.Announcement;
import keiba.application.race.PastAnnouncement;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Going;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.Surface;
import keiba.domain.race.Weather;

/** Announcements as JSON: in the forms in which operators make them, the card stores them, and they are listed. */
public final class AnnouncementWire {
    private static final int MAX_NAME = 200;

    private AnnouncementWire() {}

    /**
     * Reads the announced facts; the application checks whether the race has these horses.
     *
     * @throws WireException as {@link BetWire#read}
     */
    public static Announcement read(Fields fields) {
        SortedMap<Integer, String> jockeys = new TreeMap<>();
        SortedMap<Integer, BodyWeight> weights = new TreeMap<>();
        SortedSet<Integer> named = new TreeSet<>();
        for (Fields runner : fields.has("runners") ? fields.objects("runners") : List.<Fields>of()) {
            int horse = runner.smallInteger("horse_number");
            if (!named.add(horse)) {
                throw WireException.impossible(runner.path("horse_number"), "horse " + horse + " is named twice");
            }
            if (runner.has("jockey")) {
                jockeys.put(horse, runner.line("jockey", MAX_NAME));
            }
            readWeight(runner).ifPresent(weight -> weights.put(horse, weight));
        }
        return new Announcement(
                fields.has("course") ? readCourse(fields.object("course")) : Course.UNKNOWN,
                readConstant(fields, "weather", Weather.class),
                jockeys,
                weights);
    }

    static Course readCourse(Fields fields) {
        Optional<Distance> distance = fields.has("distance_m") ? Optional.of(readDistance(fields)) : Optional.empty();
        return new Course(
                readConstant(fields, "surface", Surface.class), distance, readConstant(fields, "going", Going.class));
    }

    private static <E extends Enum<E>> Optional<E> readConstant(Fields fields, String name, Class<E> type) {
        return fields.has(name) ? Optional.of(fields.constant(name, type)) : Optional.empty();
    }

    private static Distance readDistance(Fields fields) {
        int metres = fields.smallInteger("distance_m");
        if (!Distance.isPossible(metres)) {
            throw WireException.impossible(
                    fields.path("distance_m"),
                    "must be from " + Distance.MIN_METRES + " to " + Distance.MAX_METRES + " m, not " + metres);
        }
        return new Distance(metres);
    }

    private static Optional<BodyWeight> readWeight(Fields runner) {
        OptionalInt change = runner.has("body_weight_change_kg")
                ? OptionalInt.of(runner.smallInteger("body_weight_change_kg"))
                : OptionalInt.empty();
        if (change.isPresent() && !BodyWeight.isPossibleChange(change.getAsInt())) {
            throw WireException.impossible(
                    runner.path("body_weight_change_kg"),
                    "must be from −" + BodyWeight.MAX_CHANGE + " to " + BodyWeight.MAX_CHANGE + " kg, not "
                            + change.getAsInt());
        }
        if (!runner.has("body_weight_kg")) {
            if (change.isPresent()) {
                throw WireException.impossible(
                        runner.path("body_weight_kg"), "missing; body_weight_change_kg requires it");
            }
            return Optional.empty();
        }
        int kilograms = runner.smallInteger("body_weight_kg");
        if (!BodyWeight.isPossible(kilograms)) {
            throw WireException.impossible(
                    runner.path("body_weight_kg"),
                    "must be from " + BodyWeight.MIN_KILOGRAMS + " to " + BodyWeight.MAX_KILOGRAMS + " kg, not "
                            + kilograms);
        }
        return Optional.of(new BodyWeight(kilograms, change));
    }

    /** Writes facts in the form that {@link #read} reads. */
    static ObjectNode write(Announcement announcement) {
        ObjectNode json = Json.object();
        if (!announcement.course().equals(Course.UNKNOWN)) {
            json.set("course", write(announcement.course()));
        }
        announcement.weather().ifPresent(weather -> json.put("weather", weather.name()));
        SortedMap<Integer, ObjectNode> runners = new TreeMap<>();
        announcement.jockeys().forEach((horse, jockey) -> runner(runners, horse).put("jockey", jockey));
        announcement.bodyWeights().forEach((horse, weight) -> put(weight, runner(runners, horse)));
        if (!runners.isEmpty()) {
            runners.values().forEach(json.putArray("runners")::add);
        }
        return json;
    }

    private static ObjectNode runner(SortedMap<Integer, ObjectNode> runners, int horse) {
        return runners.computeIfAbsent(horse, number -> Json.object().put("horse_number", number));
    }

    /** Returns the parts of a course that are known. */
    static ObjectNode write(Course course) {
        ObjectNode json = Json.object();
        course.surface().ifPresent(surface -> json.put("surface", surface.name()));
        course.distance().ifPresent(distance -> json.put("distance_m", distance.metres()));
        course.going().ifPresent(going -> json.put("going", going.name()));
        return json;
    }

    static ObjectNode put(BodyWeight weight, ObjectNode into) {
        into.put("body_weight_kg", weight.kilograms());
        weight.change().ifPresent(change -> into.put("body_weight_change_kg", change));
        return into;
    }

    /** Returns an announcement as it is listed. */
    public static ObjectNode show(PastAnnouncement made) {
        ObjectNode json = Json.object()
                .put("announcement_version", made.version())
                .put("at", made.at().toString());
        return put(made.changes(), json);
    }

    /** Writes changes in the form that {@link #readChanges} reads. */
    public static ObjectNode write(List<AnnouncedChange> changes) {
        return put(changes, Json.object());
    }

    private static ObjectNode put(List<AnnouncedChange> changes, ObjectNode into) {
        ArrayNode array = into.putArray("changes");
        changes.forEach(change -> array.add(write(change)));
        return into;
    }

    private enum AnnouncementKind {
        POST_TIME,
        COURSE,
        WEATHER,
        SCRATCH,
        JOCKEY,
        BODY_WEIGHT
    }

    private static ObjectNode write(AnnouncedChange change) {
        return switch (change) {
            case TimesChange(Times before, Times after) ->
                change(AnnouncementKind.POST_TIME, write(before), write(after));
            case CourseChange(Course before, Course after) ->
                change(AnnouncementKind.COURSE, write(before), write(after));
            case WeatherChange(Optional<Weather> before, Weather after) ->
                change(
                        AnnouncementKind.WEATHER,
                        before.map(AnnouncementWire::write).orElseGet(Json::object),
                        write(after));
            case RunnerOut(int horse, RunnerStatus status) ->
                change(AnnouncementKind.SCRATCH, horse, write(RunnerStatus.ENTERED), write(status));
            case JockeyChange(int horse, String before, String after) ->
                change(
                        AnnouncementKind.JOCKEY,
                        horse,
                        Json.object().put("jockey", before),
                        Json.object().put("jockey", after));
            case BodyWeightChange(int horse, Optional<BodyWeight> before, BodyWeight after) ->
                change(
                        AnnouncementKind.BODY_WEIGHT,
                        horse,
                        before.map(weight -> put(weight, Json.object())).orElseGet(Json::object),
                        put(after, Json.object()));
        };
    }

    private static ObjectNode write(Times times) {
        return Json.object()
                .put("post_time", times.postTime().toString())
                .put("deadline", times.deadline().toString());
    }

    private static ObjectNode write(Weather weather) {
        return Json.object().put("weather", weather.name());
    }

    private static ObjectNode write(RunnerStatus status) {
        return Json.object().put("status", status.name());
    }

    private static ObjectNode change(AnnouncementKind kind, ObjectNode before, ObjectNode after) {
        return put(before, after, Json.object().put("kind", kind.name()));
    }

    private static ObjectNode change(AnnouncementKind kind, int horse, ObjectNode before, ObjectNode after) {
        return put(before, after, Json.object().put("kind", kind.name()).put("horse_number", horse));
    }

    private static ObjectNode put(ObjectNode before, ObjectNode after, ObjectNode into) {
        into.set("before", before);
        into.set("after", after);
        return into;
    }

    /**
     * Reads what {@link #write(List)} wrote.
     *
     * @throws WireException if it is anything else
     */
    public static List<AnnouncedChange> readChanges(Fields fields) {
        return fields.objects("changes").stream()
                .map(AnnouncementWire::readChange)
                .toList();
    }

    private static AnnouncedChange readChange(Fields fields) {
        Fields before = fields.object("before");
        Fields after = fields.object("after");
        return switch (fields.constant("kind", AnnouncementKind.class)) {
            case POST_TIME -> new TimesChange(readTimes(before), readTimes(after));
            case COURSE -> new CourseChange(readCourse(before), readCourse(after));
            case WEATHER ->
                new WeatherChange(
                        readConstant(before, "weather", Weather.class), after.constant("weather", Weather.class));
            case SCRATCH ->
                new RunnerOut(fields.smallInteger("horse_number"), after.constant("status", RunnerStatus.class));
            case JOCKEY ->
                new JockeyChange(fields.smallInteger("horse_number"), before.text("jockey"), after.text("jockey"));
            case BODY_WEIGHT ->
                new BodyWeightChange(
                        fields.smallInteger("horse_number"),
                        readWeight(before),
                        readWeight(after)
                                .orElseThrow(() -> WireException.malformed(after.path("body_weight_kg"), "missing")));
        };
    }

    private static Times readTimes(Fields fields) {
        return new Times(fields.instant("post_time"), fields.instant("deadline"));
    }
}
