/** Holds a running system against its invariants. */
@NullMarked
package keiba.bootstrap.verify;

import org.jspecify.annotations.NullMarked;
