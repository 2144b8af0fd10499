package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.ServerUnavailable;
import keiba.wire.Json;

/** The configuration with which the page lets users log in. */
public final class PageLogin {
    static final String PATH = "/page/config.json";

    /**
     * The time for which the endpoints are used while the provider is unavailable. It is long, because they hardly ever
     * change.
     */
    private static final Duration OUTAGE_TOLERANCE = Duration.ofDays(1);

    private final PageSettings settings;
    private final Optional<ProviderDocument<LoginEndpoints>> published;

    public PageLogin(PageSettings settings, InstantSource clock) {
        this.settings = settings;
        this.published = settings.login()
                .filter(login -> settings.served() && login.endpoints().isEmpty())
                .map(login -> new ProviderDocument<>(
                        "endpoints",
                        LoginEndpoints.discovery(login.issuer()),
                        text -> LoginEndpoints.parse(text, login.issuer()),
                        OUTAGE_TOLERANCE,
                        clock));
    }

    /** Returns whether the endpoints are read from the provider, so that {@link #refresh} must be called repeatedly. */
    public boolean isRefreshed() {
        return published.isPresent();
    }

    /**
     * Reads the endpoints of the identity provider again if that is due.
     *
     * @throws ServerUnavailable if the provider did not answer the last time that it was asked
     */
    public void refresh() {
        published.ifPresent(ProviderDocument::refresh);
    }

    /** Returns the metrics that count the requests for the endpoints of the identity provider. */
    public List<Observed.Count> counts() {
        return published.map(ProviderDocument::counts).orElse(List.of());
    }

    /** Returns the other origins to which scripts of the page may send requests, as far as they are known. */
    List<String> connectOrigins() {
        return known().map(LoginEndpoints::tokenOrigin).stream().toList();
    }

    private Optional<LoginEndpoints> known() {
        return settings.login().flatMap(LoginSettings::endpoints).or(() -> published.flatMap(ProviderDocument::known));
    }

    /** Returns the endpoints, and reads them from the provider if it has never answered before. */
    private Optional<LoginEndpoints> endpoints() {
        return known().or(() -> {
            try {
                return published.map(ProviderDocument::newest);
            } catch (ServerUnavailable away) {
                return Optional.empty(); // the failure was already counted, and the timer that calls refresh reports it
            }
        });
    }

    /**
     * Returns the configuration that the page requests first. It contains no secret.
     *
     * @param demo whether every caller may request tokens
     */
    List<Endpoint> endpoints(boolean demo, TokenRules tokens) {
        return settings.served()
                ? List.of(
                        Endpoint.get(PATH, ask -> Reply.ok(config(demo, tokens)).with("Cache-Control", "no-cache")))
                : List.of();
    }

    private ObjectNode config(boolean demo, TokenRules tokens) {
        ObjectNode config = Json.object();
        config.put("environment", settings.environment().orElse(null));
        config.put("demo", demo);
        Optional<ObjectNode> provider =
                settings.login().flatMap(login -> endpoints().map(endpoints -> provider(login, endpoints)));
        config.set("oidc", provider.orElse(null));
        config.put("oidc_unavailable", settings.login().isPresent() && provider.isEmpty());
        config.set("claims", claims(tokens.claims()));
        return config;
    }

    private static ObjectNode provider(LoginSettings login, LoginEndpoints endpoints) {
        return Json.object()
                .put("issuer", login.issuer().toString())
                .put("authorization_endpoint", endpoints.authorization().toString())
                .put("token_endpoint", endpoints.token().toString())
                .put(
                        "end_session_endpoint",
                        endpoints.endSession().map(Object::toString).orElse(null))
                .put("client_id", login.clientId())
                .put("scope", login.scope())
                .put("audience", login.audience().orElse(null));
    }

    /**
     * Returns the names of the claims that contain the user and the roles. The page only shows them; only the server
     * uses them for decisions.
     */
    private static ObjectNode claims(ClaimNames names) {
        ObjectNode claims = Json.object();
        write(names.user(), claims.putArray("user"));
        write(names.roles(), claims.putArray("roles"));
        return claims.put("role_prefix", names.rolePrefix());
    }

    private static void write(ClaimPath path, ArrayNode into) {
        path.names().forEach(into::add);
    }
}
