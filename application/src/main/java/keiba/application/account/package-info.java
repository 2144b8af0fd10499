/** Bettors' balances and the cash that moves in and out. */
@NullMarked
package keiba.application.account;

import org.jspecify.annotations.NullMarked;
