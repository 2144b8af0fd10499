/** The rules of the architecture, for this system and for any other that is laid out alike. Start at {@link keiba.architecture.Architecture}. */
@NullMarked
package keiba.architecture;

import org.jspecify.annotations.NullMarked;
