/** The field of a race, its brackets, its states and its result. Knows nothing of bets. */
@NullMarked
package keiba.domain.race;

import org.jspecify.annotations.NullMarked;
