package keiba.application.odds;

import java.util.Optional;
import keiba.domain.pool.PoolOdds.Mark;

/**
 * The lines of a sheet by column, so that a writer need not create an object for each of thousands of lines. Lines
 * are counted from 0.
 */
public interface OddsColumns {

    /** Returns the number of lines. */
    int size();

    /** Returns the horse or bracket number at a place, from 0, of a line's combination. */
    int number(int line, int place);

    /** Returns the odds in tenths, or their lower end; 0 for none. */
    long lowTenths(int line);

    /** Returns the upper end of the odds in tenths; 0 for none. */
    long highTenths(int line);

    /** Returns the stakes that were sold, in yen. */
    long stakeYen(int line);

    /** Returns the rank by live stake, from 1; 0 for none. */
    int popularity(int line);

    Optional<Mark> mark(int line);
}
