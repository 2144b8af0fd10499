/** What a bettor bought, and what it pays. */
@NullMarked
package team.betting.domain.ticket;

import org.jspecify.annotations.NullMarked;
