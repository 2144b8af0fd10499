/** Who makes a request, on whose behalf, and the key that marks its repetitions. */
@NullMarked
package keiba.application.caller;

import org.jspecify.annotations.NullMarked;
