/** The command that checks an architecture and reports the result as text and as HTML. It needs picocli on the class path. */
@NullMarked
package keiba.architecture.report;

import org.jspecify.annotations.NullMarked;
