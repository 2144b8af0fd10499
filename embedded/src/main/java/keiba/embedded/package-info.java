/**
 * Real PostgreSQL, Kafka and Redis on this machine's loopback address, from Maven artifacts alone: for tests, and to try
 * keiba out. Nothing has to be installed, and no right is needed, not even the right to become another user than root.
 */
@NullMarked
package keiba.embedded;

import org.jspecify.annotations.NullMarked;
