package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.application.account.UserId;
import keiba.wire.Decimal;
import keiba.wire.Json;

/**
 * The claims of a token, read strictly: a claim that is present has the type that RFC 7519 defines, and the subject is a user id in
 * canonical decimal form, so that two different subjects never mean the same user.
 *
 * @param principal who the token speaks for
 * @param expires from when it is no longer valid
 */
record Claims(Principal principal, Instant expires) {
    /** The end of the year 9999, in seconds. */
    private static final long LATEST = 253_402_300_799L;

    /**
     * Reads the claims. Does not validate the issuer, the audience or the times.
     *
     * @param json UTF-8
     * @throws IllegalArgumentException if a claim is missing, or of another type
     * @throws keiba.wire.WireException if it is not one JSON object, or names a claim twice
     */
    static Claims read(byte[] json) {
        ObjectNode claims = Json.read(json);
        text(claims, "iss");
        for (String time : List.of("nbf", "iat")) {
            if (claims.has(time)) {
                time(claims, time);
            }
        }
        if (!claims.path("aud").isTextual()) {
            texts(claims, "aud");
        }
        Set<Role> roles = new HashSet<>();
        if (claims.has("roles")) {
            texts(claims, "roles").forEach(name -> Role.ofClaim(name).ifPresent(roles::add));
        }
        return new Claims(new Principal(user(text(claims, "sub")), roles), time(claims, "exp"));
    }

    private static UserId user(String subject) {
        return new UserId(Decimal.parse(subject).orElseThrow(() -> refused("sub")));
    }

    private static String text(ObjectNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (!claim.isTextual()) {
            throw refused(name);
        }
        return claim.textValue();
    }

    private static List<String> texts(ObjectNode claims, String name) {
        JsonNode claim = claims.path(name);
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

    private static IllegalArgumentException refused(String claim) {
        return new IllegalArgumentException("the claim " + claim + " is missing, or of another type");
    }
}
