/** Every port as a fake in memory, for tests: strict about the contracts, and able to fail where a test wants it. */
@NullMarked
package keiba.application.fake;

import org.jspecify.annotations.NullMarked;
