@NullMarked
package keiba.adapter.redis;

import org.jspecify.annotations.NullMarked;
