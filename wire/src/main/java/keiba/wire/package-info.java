/**
 * The JSON that REST, Kafka, Redis and the books share, written and read in one place. It depends on the application's
 * types and on no library but Jackson.
 */
@NullMarked
package keiba.wire;

import org.jspecify.annotations.NullMarked;
