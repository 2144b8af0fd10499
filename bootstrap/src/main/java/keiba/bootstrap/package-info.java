/** Main program: command line, configuration and wiring. */
@NullMarked
package keiba.bootstrap;

import org.jspecify.annotations.NullMarked;
