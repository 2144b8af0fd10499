@NullMarked
package keiba.adapter.postgres;

import org.jspecify.annotations.NullMarked;
