package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A small OpenID Connect provider: discovery, keys, authorization code with PKCE for one public client, and logout. It asks for no password:
 * the user is the one that was set last. Access tokens are those of RFC 9068, with the user id in {@code sub}, which is a number as text,
 * and the roles in {@code realm_access.roles}.
 */
final class TestIdentityProvider implements AutoCloseable {
    /** The values with which the service must be configured. */
    static final String CLIENT_ID = "keiba-page";

    static final String AUDIENCE = "keiba-api";
    static final String ROLES_CLAIM = "realm_access.roles";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile ECKey key = newKey();
    private volatile User user = new User(12_345, List.of("bettor"));
    private volatile Optional<String> refusal = Optional.empty();
    private volatile boolean away;
    private volatile Duration valid = Duration.ofMinutes(5);
    private volatile String audience = AUDIENCE;
    private volatile Optional<String> forgedNonce = Optional.empty();

    /** The user who logs in. */
    private record User(long id, List<String> roles) {}

    /** The login for which a code was issued. A code can be exchanged once. */
    private record Grant(String redirect, String challenge, String nonce, User user) {}

    /** The error that the provider answers to a request. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String error) {
            super(error);
        }

        String error() {
            return String.valueOf(getMessage());
        }
    }

    TestIdentityProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // Set by tests.

    /** Registers an address for redirects after login and logout; its origin may call the token endpoint. */
    void register(String redirect) {
        registered.add(redirect);
    }

    /** Sets the user of all following logins. */
    void setUser(long id, String... roles) {
        user = new User(id, List.of(roles));
    }

    /** From now on logins are refused with this error, such as {@code access_denied}. */
    void refuse(String error) {
        refusal = Optional.of(error);
    }

    /** Sets whether every request is answered with 503. */
    void setAway(boolean now) {
        away = now;
    }

    /** Sets how long new tokens are valid. */
    void setValid(Duration now) {
        valid = now;
    }

    /** Sets the audience of new access tokens. */
    void setAudience(String now) {
        audience = now;
    }

    /** Sets the nonce of new ID tokens, whatever the nonce of their login. */
    void forgeNonce(String now) {
        forgedNonce = Optional.of(now);
    }

    /** Signs with a new key from now on and no longer publishes the old one. */
    void rotateKey() {
        key = newKey();
    }

    /** Resets everything that tests set. */
    void reset() {
        setUser(12_345, "bettor");
        refusal = Optional.empty();
        away = false;
        valid = Duration.ofMinutes(5);
        audience = AUDIENCE;
        forgedNonce = Optional.empty();
        grants.clear();
        requests.clear();
    }

    // Read by tests.

    String issuer() {
        return origin() + "/racing";
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI jwks() {
        return URI.create(origin() + "/keys");
    }

    /** Returns the requests so far: method, path and query. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns the environment variables with which the service uses this provider. */
    Map<String, String> environment() {
        return Map.of(
                "KEIBA_JWT_JWKS", jwks().toString(),
                "KEIBA_JWT_ISSUER", issuer(),
                "KEIBA_JWT_AUDIENCE", AUDIENCE,
                "KEIBA_JWT_ROLES_CLAIM", ROLES_CLAIM,
                "KEIBA_PAGE_OIDC_CLIENT_ID", CLIENT_ID);
    }

    /** Returns an access token as if the user had logged in. */
    String accessToken(long id, String... roles) {
        return accessToken(new User(id, List.of(roles)));
    }

    // Answers to requests.

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (away) {
                answer(exchange, 503, "");
                return;
            }
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /racing/.well-known/openid-configuration" -> json(exchange, 200, discovery());
                case "GET /keys" -> json(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
                case "GET /authorize" -> authorize(exchange);
                case "POST /token" -> token(exchange);
                case "GET /logout" -> logout(exchange);
                default -> answer(exchange, 404, "");
            }
        }
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", origin() + "/authorize",
                "token_endpoint", origin() + "/token",
                "end_session_endpoint", origin() + "/logout",
                "jwks_uri", jwks().toString(),
                "response_types_supported", List.of("code"),
                "code_challenge_methods_supported", List.of("S256"));
    }

    /** A wrong client or address is answered here; every other error is sent to the address of the client. */
    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String redirect = asked.getOrDefault("redirect_uri", "");
        if (!CLIENT_ID.equals(asked.get("client_id")) || !registered.contains(redirect)) {
            answer(exchange, 400, "this client is not registered with this address");
            return;
        }
        Map<String, String> told = new LinkedHashMap<>();
        try {
            told.put("code", grant(asked, redirect));
        } catch (RefusedException refused) {
            told.put("error", refused.error());
        }
        told.put("state", asked.getOrDefault("state", ""));
        told.put("iss", issuer());
        redirect(exchange, redirect + "?" + query(told));
    }

    private String grant(Map<String, String> asked, String redirect) throws RefusedException {
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        require("code".equals(asked.get("response_type")), "unsupported_response_type");
        require(Arrays.asList(asked.getOrDefault("scope", "").split(" ", -1)).contains("openid"), "invalid_scope");
        require("S256".equals(asked.get("code_challenge_method")), "invalid_request");
        require(asked.getOrDefault("code_challenge", "").matches("[A-Za-z0-9_-]{43}"), "invalid_request");
        require(asked.getOrDefault("state", "").length() >= 22, "invalid_request");
        require(asked.getOrDefault("nonce", "").length() >= 22, "invalid_request");
        String code = UUID.randomUUID().toString();
        grants.put(
                code,
                new Grant(redirect, asked.getOrDefault("code_challenge", ""), asked.getOrDefault("nonce", ""), user));
        return code;
    }

    private static void require(boolean holds, String error) throws RefusedException {
        if (!holds) {
            throw new RefusedException(error);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && registered.stream().anyMatch(address -> address.startsWith(origin + "/"))) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Map<String, String> given = form(new String(exchange.getRequestBody().readNBytes(100_000), UTF_8));
        try {
            json(exchange, 200, exchange(given));
        } catch (RefusedException refused) {
            json(exchange, 400, Map.of("error", refused.error(), "error_description", "the code is not exchanged"));
        }
    }

    private Map<String, Object> exchange(Map<String, String> given) throws RefusedException {
        require("authorization_code".equals(given.get("grant_type")), "unsupported_grant_type");
        require(CLIENT_ID.equals(given.get("client_id")), "invalid_client");
        Grant grant = Optional.ofNullable(grants.remove(given.getOrDefault("code", "")))
                .orElseThrow(() -> new RefusedException("invalid_grant"));
        require(grant.redirect().equals(given.get("redirect_uri")), "invalid_grant");
        require(grant.challenge().equals(challenge(given.getOrDefault("code_verifier", ""))), "invalid_grant");
        return Map.of(
                "token_type", "Bearer",
                "expires_in", valid.toSeconds(),
                "access_token", accessToken(grant.user()),
                "id_token", idToken(grant));
    }

    /** Returns the PKCE code challenge of a verifier. Source: RFC 7636, section 4.2. */
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has this algorithm
        }
    }

    private String accessToken(User subject) {
        return sign(
                "at+jwt",
                claims(subject)
                        .audience(audience)
                        .claim("client_id", CLIENT_ID)
                        .claim("realm_access", Map.of("roles", subject.roles())));
    }

    private String idToken(Grant grant) {
        return sign("JWT", claims(grant.user()).audience(CLIENT_ID).claim("nonce", forgedNonce.orElse(grant.nonce())));
    }

    private JWTClaimsSet.Builder claims(User subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(Long.toString(subject.id()))
                .issueTime(Date.from(now))
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(now.plus(valid)));
    }

    private String sign(String type, JWTClaimsSet.Builder claims) {
        ECKey by = key;
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(by.getKeyID())
                        .build(),
                claims.build());
        try {
            token.sign(new ECDSASigner(by));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    private void logout(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String back = asked.getOrDefault("post_logout_redirect_uri", "");
        if (CLIENT_ID.equals(asked.get("client_id")) && registered.contains(back)) {
            redirect(exchange, back);
        } else {
            answer(exchange, 400, "this client is not registered with this address");
        }
    }

    private static Map<String, String> form(String encoded) {
        return encoded == null || encoded.isEmpty()
                ? Map.of()
                : Arrays.stream(encoded.split("&", -1))
                        .map(field -> field.split("=", 2))
                        .collect(Collectors.toMap(
                                field -> URLDecoder.decode(field[0], UTF_8),
                                field -> field.length == 1 ? "" : URLDecoder.decode(field[1], UTF_8),
                                (first, again) -> again));
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, 302, "");
    }

    private static void json(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try {
            answer(exchange, status, JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
