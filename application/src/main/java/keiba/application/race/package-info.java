/** Races: declaring them, changing their states, and showing them. */
@NullMarked
package keiba.application.race;

import org.jspecify.annotations.NullMarked;
