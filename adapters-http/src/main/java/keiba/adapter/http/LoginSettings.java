package keiba.adapter.http;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of the login at an identity provider: by OpenID Connect, with an authorization code and PKCE.
 *
 * @param issuer who the provider is; where it publishes its endpoints begins with it
 * @param clientId the name of the page at the provider; the page has no secret
 * @param scope what is asked for, separated by spaces; contains {@code openid}
 * @param audience for whom tokens are asked for, at providers that want to be told; empty for others
 * @param endpoints where the provider lets people log in; empty to read what it publishes
 */
public record LoginSettings(
        URI issuer, String clientId, String scope, Optional<String> audience, Optional<LoginEndpoints> endpoints) {

    /**
     * Checks the issuer and the scope.
     *
     * @throws IllegalArgumentException if the issuer is no address, or the scope does not contain {@code openid}
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
