@NullMarked
package keiba.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
