/** {@code keiba dividends}: a stream of races in, their odds, dividends and refunds out, one at a time. */
@NullMarked
package keiba.bootstrap.dividends;

import org.jspecify.annotations.NullMarked;
