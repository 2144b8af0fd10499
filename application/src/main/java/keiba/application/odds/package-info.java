/** Provisional odds, computed from the books and shown. */
@NullMarked
package keiba.application.odds;

import org.jspecify.annotations.NullMarked;
