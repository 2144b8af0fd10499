/** Whole yen, rates in thousandths and odds in tenths: the exact numbers with which everything else is computed. */
@NullMarked
package keiba.domain.money;

import org.jspecify.annotations.NullMarked;
