/** The service: its configuration, and how its parts are put together, started and stopped. */
@NullMarked
package keiba.bootstrap.serve;

import org.jspecify.annotations.NullMarked;
