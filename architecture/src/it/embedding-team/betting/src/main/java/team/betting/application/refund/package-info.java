/** Answers what a ticket pays. */
@NullMarked
package team.betting.application.refund;

import org.jspecify.annotations.NullMarked;
