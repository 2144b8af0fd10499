package keiba.adapter.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A role that a token gives to its user. */
public enum Role {
    BETTOR,
    OPERATOR,
    CASHIER,
    AUDITOR;

    /** Returns the name in a token's {@code roles}. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the role of a name; empty for an unknown one, which allows nothing. */
    public static Optional<Role> ofClaim(String claim) {
        return Arrays.stream(values())
                .filter(role -> role.claim().equals(claim))
                .findFirst();
    }
}
