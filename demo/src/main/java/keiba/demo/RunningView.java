package keiba.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A race that is being run, from the right-hand rail: the horses come across the terminal, and finish as the seed has it. */
final class RunningView {
    private static final int BESIDE_TRACK = 32;
    private static final double GAP = 0.035;
    private static final double LARGEST_GAP = 0.4;
    private static final double WHERE_THEY_PULL_UP = 0.55;

    private final PlannedRace race;
    private final Finish finish;

    RunningView(PlannedRace race, Finish finish) {
        this.race = race;
        this.finish = finish;
    }

    /**
     * Returns the race at a moment.
     *
     * @param passed how much of it is over, 0 to 1
     */
    List<String> picture(double passed, int width, int height, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(Columns.ends(
                paint.strong("Race " + race.number() + "  " + race.name()),
                paint.warm(passed < 0.08 ? "they are off!" : passed < 0.75 ? "" : "down the straight"),
                width));
        int track = Math.max(10, width - BESIDE_TRACK);
        race.starters().stream()
                .limit(Math.max(3, height - 2))
                .forEach(horse -> lines.add(lane(horse, passed, track, paint)));
        return lines;
    }

    private String lane(int horse, double passed, int track, Paint paint) {
        String cap =
                paint.cap(race.field().brackets().bracketOf(horse), Columns.right(Integer.toString(horse), 2) + " ");
        int at = (int) (place(horse, passed) * (track - 1));
        return " " + cap + " " + Columns.left(race.runner(horse).name(), 24) + paint.faint("·".repeat(at)) + "♞"
                + " ".repeat(track - 1 - at) + paint.strong("┃");
    }

    /** Returns how far a horse has come, 0 to 1. All start together, sway a little, and are as far apart at the end as their placings are. */
    double place(int horse, double passed) {
        OptionalInt placing = finish.result().crossing().placingOf(horse);
        if (placing.isEmpty() && finish.result().pulledUp().contains(horse)) {
            return Math.min(passed, WHERE_THEY_PULL_UP) * 0.9;
        }
        int behind = placing.orElse(race.runners().size() + 1) - 1;
        double lost = Math.min(LARGEST_GAP, behind * GAP) * passed;
        double sway = 0.06 * Math.sin(passed * 7 + horse * 2.4) * passed * (1 - passed);
        return Math.clamp(passed * (1 - lost) + sway, 0, 1);
    }
}
