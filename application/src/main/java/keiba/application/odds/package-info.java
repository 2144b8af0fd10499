/** Odds: provisional ones computed from the books and shown, final ones declared when the pools are complete. */
@NullMarked
package keiba.application.odds;

import org.jspecify.annotations.NullMarked;
