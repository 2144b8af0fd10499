/** The exceptions that ports throw when a server outside the application fails. */
@NullMarked
package keiba.application.failure;

import org.jspecify.annotations.NullMarked;
