@NullMarked
package keiba.demo;

import org.jspecify.annotations.NullMarked;
