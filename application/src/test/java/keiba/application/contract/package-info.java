/** What every port promises, as tests: they run on the fakes here, and in the adapters on the real servers. */
@NullMarked
package keiba.application.contract;

import org.jspecify.annotations.NullMarked;
