/**
 * Odds: provisional odds are computed from the books and shown; final odds are declared when the pools are
 * complete.
 */
@NullMarked
package keiba.application.odds;

import org.jspecify.annotations.NullMarked;
