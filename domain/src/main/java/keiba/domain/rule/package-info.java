/** What an organiser decides: rates, premiums, thresholds and limits, as data by name and date. */
@NullMarked
package keiba.domain.rule;

import org.jspecify.annotations.NullMarked;
