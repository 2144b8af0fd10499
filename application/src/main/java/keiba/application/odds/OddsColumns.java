package keiba.application.odds;

import java.util.Optional;
import keiba.domain.pool.PoolOdds.Mark;

/** The lines of a sheet by column, for a writer that creates no object for each of thousands of lines. Lines count from 0. */
public interface OddsColumns {

    /** How many lines there are. */
    int size();

    /** The number at a place, from 0, of a line's combination. */
    int number(int line, int place);

    /** The odds in tenths, or their lower end; 0 for none. */
    long lowTenths(int line);

    /** The upper end of the odds in tenths; 0 for none. */
    long highTenths(int line);

    /** What was sold, in yen. */
    long stakeYen(int line);

    /** The rank by live stake, from 1; 0 for none. */
    int popularity(int line);

    Optional<Mark> mark(int line);
}
