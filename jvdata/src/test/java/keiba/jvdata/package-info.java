@NullMarked
package keiba.jvdata;

import org.jspecify.annotations.NullMarked;
