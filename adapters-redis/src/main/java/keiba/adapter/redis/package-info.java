/** The boards on Redis: race cards, odds and the states of purchases. Copies of the books, each value with a version. */
@NullMarked
package keiba.adapter.redis;

import org.jspecify.annotations.NullMarked;
