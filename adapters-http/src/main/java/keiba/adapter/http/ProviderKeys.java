package keiba.adapter.http;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import keiba.application.failure.ServerUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an identity provider. A token contains the id of its key. If the key is among those that were read last,
 * no request is sent to the provider; for any other key the keys are read again, because the provider may have begun to
 * use a new one.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {
    private final ProviderDocument<JWKSet> published;

    ProviderKeys(ProviderDocument<JWKSet> published) {
        this.published = published;
    }

    /**
     * @return empty if the provider has no such key
     * @throws KeySourceException if the keys of the provider cannot be read now
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        List<JWK> known = published.known().map(selector::select).orElse(List.of());
        if (!known.isEmpty()) {
            return known;
        }
        try {
            return selector.select(published.newest());
        } catch (ServerUnavailable away) {
            throw new KeySourceException(away.getMessage(), away);
        }
    }
}
