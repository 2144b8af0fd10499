/** Tests of the JSON of the contracts: what it looks like, what it is read back as, and what hostile input comes to. */
@NullMarked
package keiba.wire;

import org.jspecify.annotations.NullMarked;
