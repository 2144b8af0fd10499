/**
 * Measures the speed of the whole service: the rates of accepted purchases and of recorded tickets, and the time
 * between the two.
 */
@NullMarked
package keiba.benchmarks.load;

import org.jspecify.annotations.NullMarked;
