/** The purchase queue on Kafka: its topics, the producer at the door, the recorder's consumer, and the dead letters. */
@NullMarked
package keiba.adapter.kafka;

import org.jspecify.annotations.NullMarked;
