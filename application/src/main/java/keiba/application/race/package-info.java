/** Declaring races, moving their states, and showing them. */
@NullMarked
package keiba.application.race;

import org.jspecify.annotations.NullMarked;
