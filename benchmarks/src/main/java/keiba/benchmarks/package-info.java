/** How fast pricing and settlement are, beside the version that hash maps and BigDecimal give. */
@NullMarked
package keiba.benchmarks;

import org.jspecify.annotations.NullMarked;
