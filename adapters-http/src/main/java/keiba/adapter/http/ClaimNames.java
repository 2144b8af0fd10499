package keiba.adapter.http;

import java.util.Optional;

/**
 * The claims of a token that contain the user and the user's roles.
 *
 * @param user the user id: a whole number, or its digits as text
 * @param roles the names of roles: a list of texts, or one text in which spaces separate them
 * @param rolePrefix the prefix of the names of this service's roles; names without it are ignored. Empty if names have
 *     no prefix
 */
public record ClaimNames(ClaimPath user, ClaimPath roles, String rolePrefix) {
    /** The claims {@code sub} and {@code roles}, without a prefix. */
    public static final ClaimNames DEFAULT = new ClaimNames(ClaimPath.parse("sub"), ClaimPath.parse("roles"), "");

    /** Returns the role with this name in the claim; empty if it is not a role of this service. */
    Optional<Role> role(String name) {
        return name.startsWith(rolePrefix) ? Role.ofClaim(name.substring(rolePrefix.length())) : Optional.empty();
    }
}
