/** A second, slow implementation of the rules, written from their text, with which the fast code is compared. */
@NullMarked
package keiba.domain.oracle;

import org.jspecify.annotations.NullMarked;
