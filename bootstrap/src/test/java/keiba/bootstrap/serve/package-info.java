@NullMarked
package keiba.bootstrap.serve;

import org.jspecify.annotations.NullMarked;
