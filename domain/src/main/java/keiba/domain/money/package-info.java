/** Whole yen, rates in thousandths and odds in tenths: the exact numbers everything else is computed in. */
@NullMarked
package keiba.domain.money;

import org.jspecify.annotations.NullMarked;
