/** Checks the invariants of a running system. */
@NullMarked
package keiba.bootstrap.verify;

import org.jspecify.annotations.NullMarked;
