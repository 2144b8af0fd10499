/** Reads JV-Data records into values of the domain. */
@NullMarked
package keiba.jvdata;

import org.jspecify.annotations.NullMarked;
