/** The embedded servers, for who runs everything on one machine. Not needed, and not on the class path, in production. */
@NullMarked
package keiba.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
