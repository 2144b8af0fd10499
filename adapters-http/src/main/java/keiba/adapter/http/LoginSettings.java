package keiba.adapter.http;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of the login at an identity provider: by OpenID Connect, with an authorization code and PKCE.
 *
 * @param issuer the issuer, which identifies the provider; the address at which it publishes its endpoints begins with
 *     it
 * @param clientId the client id of the page at the provider; the page has no client secret
 * @param scope the requested scopes, separated by spaces; must contain {@code openid}
 * @param audience the requested audience of tokens, for providers that require it; empty for others
 * @param endpoints the endpoints of the provider; empty to read them from its published configuration
 */
public record LoginSettings(
        URI issuer, String clientId, String scope, Optional<String> audience, Optional<LoginEndpoints> endpoints) {

    /**
     * Checks the issuer and the scope.
     *
     * @throws IllegalArgumentException if the issuer is not an address, or the scope does not contain {@code openid}
     */
    public LoginSettings {
        LoginEndpoints.requireAddress("issuer", issuer);
        if (issuer.getRawQuery() != null) {
            throw new IllegalArgumentException("the address of the issuer must not have a query: " + issuer);
        }
        if (!(" " + scope + " ").contains(" openid ")) {
            throw new IllegalArgumentException("the scope must contain openid: \"" + scope + "\"");
        }
    }
}
