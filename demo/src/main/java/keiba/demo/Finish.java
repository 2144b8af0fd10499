package keiba.demo;

import java.util.List;
import keiba.domain.race.Horses;
import keiba.domain.race.RaceResult;

/**
 * The end of a race.
 *
 * @param photo whether the judges need the photograph to tell
 */
record Finish(RaceResult result, boolean photo) {
    /** Those who crossed the line, first to last; horses that finished level stand together. */
    List<Horses> groups() {
        return result.crossing().groups();
    }

    boolean hasDeadHeat() {
        return groups().stream().anyMatch(group -> group.size() > 1);
    }
}
