package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import keiba.wire.Json;

/**
 * The endpoints of an identity provider at which users log in.
 *
 * @param authorization the address to which the browser is sent for the login
 * @param token the address at which scripts of the page exchange a code for a token
 * @param endSession the address to which the browser is sent for the logout; empty if the provider has none
 */
public record LoginEndpoints(URI authorization, URI token, Optional<URI> endSession) {
    /**
     * The path, appended to the issuer, at which a provider publishes its configuration. Source: OpenID Connect
     * Discovery 1.0, section 4.
     */
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private static final int MOST_CHARACTERS = 2_000;

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException if one of them is not an address that a browser can be sent to
     */
    public LoginEndpoints {
        requireAddress("authorization endpoint", authorization);
        requireAddress("token endpoint", token);
        endSession.ifPresent(address -> requireAddress("end session endpoint", address));
    }

    static void requireAddress(String what, URI address) {
        String scheme = address.getScheme();
        boolean http = "https".equals(scheme) || "http".equals(scheme);
        if (!http
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawFragment() != null
                || address.toString().length() > MOST_CHARACTERS
                || !PageSettings.isOrigin(origin(address))) {
            throw new IllegalArgumentException("the " + what
                    + " must be an address such as https://id.example/path, without user information and fragment");
        }
    }

    /** Returns the origin of an address: scheme, host and port, as browsers write it. */
    private static String origin(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        boolean shown = address.getPort() >= 0 && address.getPort() != usual;
        return address.getScheme() + "://" + host + (shown ? ":" + address.getPort() : "");
    }

    /** Returns the origin to which scripts of the page send requests. */
    String tokenOrigin() {
        return origin(token);
    }

    /** Returns the address at which a provider publishes its endpoints. */
    static URI discovery(URI issuer) {
        String text = issuer.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + DISCOVERY);
    }

    /**
     * Parses the configuration that a provider publishes.
     *
     * @throws IllegalArgumentException if it belongs to another issuer, or if an address is missing, invalid, or less
     *     secure than that of the issuer
     * @throws keiba.wire.WireException if it is not one JSON object
     */
    static LoginEndpoints parse(String document, URI issuer) {
        ObjectNode read = Json.read(document);
        if (!read.path("issuer").asText().equals(issuer.toString())) {
            throw new IllegalArgumentException("the document does not name the issuer " + issuer);
        }
        LoginEndpoints endpoints = new LoginEndpoints(
                address(read.path("authorization_endpoint")),
                address(read.path("token_endpoint")),
                read.hasNonNull("end_session_endpoint")
                        ? Optional.of(address(read.path("end_session_endpoint")))
                        : Optional.empty());
        if ("https".equals(issuer.getScheme()) && !endpoints.areSafe()) {
            throw new IllegalArgumentException("the issuer uses https, but one of its endpoints does not");
        }
        return endpoints;
    }

    private boolean areSafe() {
        return "https".equals(authorization.getScheme())
                && "https".equals(token.getScheme())
                && endSession.map(URI::getScheme).map("https"::equals).orElse(true);
    }

    private static URI address(JsonNode text) {
        try {
            return new URI(text.asText());
        } catch (URISyntaxException none) {
            throw new IllegalArgumentException("an endpoint is not a valid address", none);
        }
    }
}
