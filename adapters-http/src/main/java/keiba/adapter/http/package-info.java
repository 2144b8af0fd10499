/** REST on Helidon: the routes, who may use them, and how outcomes become answers. */
@NullMarked
package keiba.adapter.http;

import org.jspecify.annotations.NullMarked;
