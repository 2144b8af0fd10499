/** Tests of the JSON of the contracts: writing, reading, and the refusal of invalid and hostile input. */
@NullMarked
package keiba.wire;

import org.jspecify.annotations.NullMarked;
