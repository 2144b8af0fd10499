/** How fast the whole service is: purchases accepted, tickets recorded, and the time between the two. */
@NullMarked
package keiba.benchmarks.load;

import org.jspecify.annotations.NullMarked;
