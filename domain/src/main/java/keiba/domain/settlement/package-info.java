/** From pools and an order of finish to dividends, refunds and the payout of one ticket. */
@NullMarked
package keiba.domain.settlement;

import org.jspecify.annotations.NullMarked;
