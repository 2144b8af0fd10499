package keiba.adapter.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token allows. */
public enum Role {
    BETTOR,
    OPERATOR,
    CASHIER,
    AUDITOR;

    /** The name in a token's {@code roles}. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a name; empty for an unknown one, which allows nothing. */
    public static Optional<Role> ofClaim(String claim) {
        return Arrays.stream(values())
                .filter(role -> role.claim().equals(claim))
                .findFirst();
    }
}
