/** Suggests a bet. */
package team.betting.application.tip;
