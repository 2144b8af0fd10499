/** Suggests a bet. */
@NullMarked
package team.betting.application.tip;

import org.jspecify.annotations.NullMarked;
