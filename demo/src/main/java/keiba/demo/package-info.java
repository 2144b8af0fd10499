/** The demonstration: the service on servers of its own, a crowd that bets, and a view of it in the terminal. */
@NullMarked
package keiba.demo;

import org.jspecify.annotations.NullMarked;
