/** Keeps stakes in memory. */
@NullMarked
package team.betting.adapter.memory;

import org.jspecify.annotations.NullMarked;
