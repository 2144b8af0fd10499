/** The money on a bet type of one race, and the odds it implies before the race is run. */
@NullMarked
package keiba.domain.pool;

import org.jspecify.annotations.NullMarked;
