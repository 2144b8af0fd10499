/** The use cases of the betting service, assembled from the ports that they need. */
@NullMarked
package keiba.application;

import org.jspecify.annotations.NullMarked;
