@NullMarked
package keiba.adapter.kafka;

import org.jspecify.annotations.NullMarked;
