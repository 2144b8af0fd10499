/** What can go wrong outside: the one family of exceptions that ports throw. */
@NullMarked
package keiba.application.failure;

import org.jspecify.annotations.NullMarked;
