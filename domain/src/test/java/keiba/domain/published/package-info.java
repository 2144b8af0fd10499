/** The domain against what others have published: worked examples, single figures, results and stakes of real races. */
@NullMarked
package keiba.domain.published;

import org.jspecify.annotations.NullMarked;
