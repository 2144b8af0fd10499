/** What a bettor sees of a race. */
package team.betting.domain.board;
