/** What a bettor bought, and what it pays. */
package team.betting.domain.ticket;
