/**
 * The purchase queue on Kafka: its topics, the producer of accepted purchases, the recorder's consumer, and the dead
 * letters.
 */
@NullMarked
package keiba.adapter.kafka;

import org.jspecify.annotations.NullMarked;
