/** The way of a purchase through the system: placed, queued, recorded, tracked. */
@NullMarked
package keiba.application.purchase;

import org.jspecify.annotations.NullMarked;
