/** Commands for the operators of a running system. */
@NullMarked
package keiba.bootstrap.operator;

import org.jspecify.annotations.NullMarked;
