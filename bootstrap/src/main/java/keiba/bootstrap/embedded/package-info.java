/** The embedded servers, for users who run everything on one machine. Not needed, and not on the class path, in production. */
@NullMarked
package keiba.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;
