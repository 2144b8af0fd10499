package keiba.application.account;

import java.util.List;
import java.util.OptionalLong;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** Shows bettors their own accounts. */
public interface ViewAccount {

    Yen balance(UserId user);

    /** Returns the statement, newest first; see {@link AccountBook#entries}. */
    List<AccountEntry> entries(UserId user, OptionalLong before, int limit);
}
