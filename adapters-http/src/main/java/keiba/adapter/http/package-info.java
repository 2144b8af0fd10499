/** The REST API on Helidon: the routes, their authorization, and the conversion of outcomes to answers. */
@NullMarked
package keiba.adapter.http;

import org.jspecify.annotations.NullMarked;
