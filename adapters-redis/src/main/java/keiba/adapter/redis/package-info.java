/**
 * The boards on Redis: race cards, odds and the statuses of purchases. They are copies of the books; each value has a
 * version.
 */
@NullMarked
package keiba.adapter.redis;

import org.jspecify.annotations.NullMarked;
