/** The field of a race, its brackets, its states and its result. This package does not depend on bets. */
@NullMarked
package keiba.domain.race;

import org.jspecify.annotations.NullMarked;
