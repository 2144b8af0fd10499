/** What becomes of the money once a race is decided: refunds, dividends, payouts, and the books of a race. */
@NullMarked
package keiba.application.settlement;

import org.jspecify.annotations.NullMarked;
