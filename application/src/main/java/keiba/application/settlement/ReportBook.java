package keiba.application.settlement;

import java.util.Optional;
import keiba.application.race.RaceId;

/** Computes the sums of the money of a race. */
public interface ReportBook {

    /** Returns the figures of a race; empty for an unknown one. */
    Optional<RaceFigures> figures(RaceId race);
}
