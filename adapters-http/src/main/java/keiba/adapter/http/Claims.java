package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.application.caller.UserId;
import keiba.wire.Decimal;
import keiba.wire.Json;

/**
 * The claims of a token, read strictly: a claim that is present has the type that RFC 7519 defines, and the claim that names the user
 * is a user id in canonical decimal form, so that two different texts never mean the same user.
 *
 * @param principal the user that the token identifies
 * @param expires the time from which on it is no longer valid
 */
record Claims(Principal principal, Instant expires) {
    /** The end of the year 9999, in seconds. */
    private static final long LATEST = 253_402_300_799L;

    /**
     * Reads the claims. Does not validate the issuer, the audience or the times.
     *
     * @param json UTF-8
     * @param names where the user and the roles are
     * @throws IllegalArgumentException if a claim is missing, or of another type
     * @throws keiba.wire.WireException if it is not one JSON object, or names a claim twice
     */
    static Claims read(byte[] json, ClaimNames names) {
        ObjectNode claims = Json.read(json);
        requireText(claims, "iss");
        for (String time : List.of("nbf", "iat")) {
            if (claims.has(time)) {
                time(claims, time);
            }
        }
        if (!claims.path("aud").isTextual()) {
            List<String> unused = texts(claims.path("aud"), "aud");
        }
        return new Claims(new Principal(user(claims, names.user()), roles(claims, names)), time(claims, "exp"));
    }

    /**
     * Returns the user from a number or from its digits as text. Only the canonical form is accepted, so that a user
     * has only one text.
     */
    private static UserId user(ObjectNode claims, ClaimPath path) {
        JsonNode claim = path.in(claims);
        boolean possible = claim.isTextual() || claim.isIntegralNumber();
        return Decimal.parse(possible ? claim.asText() : "").stream()
                .filter(UserId::isPossible)
                .mapToObj(UserId::new)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "the claim " + path
                                        + " is not a user id; it must be a whole number from 1 to 2^53 - 1, or a string of its digits without leading zeros"));
    }

    private static Set<Role> roles(ObjectNode claims, ClaimNames names) {
        Set<Role> roles = new HashSet<>();
        roleNames(names.roles().in(claims), names.roles())
                .forEach(name -> names.role(name).ifPresent(roles::add));
        return roles;
    }

    private static List<String> roleNames(JsonNode claim, ClaimPath path) {
        if (claim.isMissingNode()) {
            return List.of();
        }
        return claim.isTextual() ? List.of(claim.textValue().split(" ", -1)) : texts(claim, path);
    }

    private static void requireText(ObjectNode claims, String name) {
        if (!claims.path(name).isTextual()) {
            throw refused(name);
        }
    }

    private static List<String> texts(JsonNode claim, Object name) {
        if (!claim.isArray()) {
            throw refused(name);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : claim) {
            if (!item.isTextual()) {
                throw refused(name);
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    private static Instant time(ObjectNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (!claim.isNumber() || claim.doubleValue() < 0 || claim.doubleValue() > LATEST) {
            throw refused(name);
        }
        return Instant.ofEpochSecond(claim.longValue());
    }

    private static IllegalArgumentException refused(Object claim) {
        return new IllegalArgumentException("the claim " + claim + " is missing or has the wrong type");
    }
}
