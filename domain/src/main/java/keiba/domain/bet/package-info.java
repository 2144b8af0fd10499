/** Bet types, the perfect numbering of their combinations, and the selections that expand to them. */
@NullMarked
package keiba.domain.bet;

import org.jspecify.annotations.NullMarked;
