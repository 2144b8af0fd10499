package keiba.application.settlement;

import java.util.Optional;
import keiba.application.race.RaceId;

/** The money of a race, added up. */
public interface ReportBook {

    /** Returns the figures of a race; empty for an unknown one. */
    Optional<RaceFigures> figures(RaceId race);
}
