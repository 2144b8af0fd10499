/** Tests of the whole program from the outside, which know it by its command line, its REST interface and its page only. */
@NullMarked
package keiba.acceptance;

import org.jspecify.annotations.NullMarked;
