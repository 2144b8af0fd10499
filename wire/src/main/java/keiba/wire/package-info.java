/**
 * The JSON of the contracts: what REST, Kafka, Redis and the books have in common, written and read in one place. Knows the application's
 * values and no technology but Jackson.
 */
@NullMarked
package keiba.wire;

import org.jspecify.annotations.NullMarked;
