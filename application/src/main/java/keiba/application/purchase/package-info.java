/** The processing of a purchase: it is placed, queued, recorded and tracked. */
@NullMarked
package keiba.application.purchase;

import org.jspecify.annotations.NullMarked;
