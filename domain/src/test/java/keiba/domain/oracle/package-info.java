/** The rules once more, read from their text and computed the slow way, to hold the fast code against. */
@NullMarked
package keiba.domain.oracle;

import org.jspecify.annotations.NullMarked;
