package keiba.adapter.http;

import java.util.Optional;

/**
 * Which claims of a token say who the user is and what the user may do.
 *
 * @param user the user id: a whole number, or its digits as text
 * @param roles the names of roles: a list of texts, or one text in which spaces separate them
 * @param rolePrefix with what the name of each role of this service begins; other names give no role. Empty if names have no prefix
 */
public record ClaimNames(ClaimPath user, ClaimPath roles, String rolePrefix) {
    /** {@code sub} and {@code roles}, without a prefix. */
    public static final ClaimNames DEFAULT = new ClaimNames(ClaimPath.parse("sub"), ClaimPath.parse("roles"), "");

    /** Returns the role with this name in the claim; empty if it is not a role of this service. */
    Optional<Role> role(String name) {
        return name.startsWith(rolePrefix) ? Role.ofClaim(name.substring(rolePrefix.length())) : Optional.empty();
    }
}
