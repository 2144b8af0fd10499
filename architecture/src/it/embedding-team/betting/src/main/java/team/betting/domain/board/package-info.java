/** What a bettor sees of a race. */
@NullMarked
package team.betting.domain.board;

import org.jspecify.annotations.NullMarked;
