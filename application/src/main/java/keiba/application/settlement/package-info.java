/** Settlement: refunds, dividends, payouts and the report of a race. */
@NullMarked
package keiba.application.settlement;

import org.jspecify.annotations.NullMarked;
