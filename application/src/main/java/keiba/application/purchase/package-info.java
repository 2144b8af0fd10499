/** How a purchase travels: placed, queued, recorded, tracked. */
@NullMarked
package keiba.application.purchase;

import org.jspecify.annotations.NullMarked;
