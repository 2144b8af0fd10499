/** Answers what a ticket pays. */
package team.betting.application.refund;
