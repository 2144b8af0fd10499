/** Measures the speed of pricing and settlement, compared with a version that uses hash maps and BigDecimal. */
@NullMarked
package keiba.benchmarks;

import org.jspecify.annotations.NullMarked;
