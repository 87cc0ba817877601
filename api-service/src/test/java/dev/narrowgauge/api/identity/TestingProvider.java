package dev.narrowgauge.api.identity;

import static java.net.URLDecoder.decode;
import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * An identity provider of one person, Ann, who signs in as soon as she is asked. What it signs beside that, a test says: in
 * this process by a call, from another class loader by a request.
 */
public final class TestingProvider implements AutoCloseable {
    public static final String AUDIENCE = "narrowgauge";
    public static final String PAGE = "narrowgauge-page";
    public static final String COMMAND_LINE = "narrowgauge-cli";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int RSA_BITS = 2048;

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile RsaJsonWebKey key = newKey();
    private volatile boolean silent;
    private volatile boolean namesItself;

    private TestingProvider(HttpServer server) {
        this.server = server;
    }

    public static TestingProvider start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestingProvider provider = new TestingProvider(server);
            server.createContext("/", provider::answer);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it signs with another key, and the one before is withdrawn. */
    void rotate() {
        key = newKey();
    }

    /** Whether it answers nothing but that it cannot. */
    void silence(boolean now) {
        silent = now;
    }

    /** From now on it says that it sends a browser back with its issuer. */
    void nameItself() {
        namesItself = true;
    }

    /** How often its keys were asked for. */
    int looks() {
        return looks.get();
    }

    /** Its public key, as bytes. */
    byte[] publicKey() {
        return key.getPublicKey().getEncoded();
    }

    /** What Ann's token says, for five minutes from then. */
    public Map<String, Object> claims(Instant then) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", "f81d4fae");
        claims.put("aud", AUDIENCE);
        claims.put("iat", then.getEpochSecond());
        claims.put("exp", then.plusSeconds(300).getEpochSecond());
        claims.put("preferred_username", "ann");
        claims.put("groups", List.of("everybody", "engineers"));
        return claims;
    }

    /** Signed as it signs. */
    public String signed(Map<String, Object> claims) {
        return signed(claims, AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey());
    }

    /** Signed by that algorithm with that key, as if it were its own. */
    String signed(Map<String, Object> claims, String algorithm, Key with) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(JSON.writeValueAsString(claims));
            signature.setKey(with);
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(algorithm);
            return signature.getCompactSerialization();
        } catch (JoseException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(RSA_BITS);
            made.setKeyId(UUID.randomUUID().toString());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (silent) {
                send(exchange, 503, "");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> send(exchange, 200, metadata());
                case "/keys" -> send(exchange, 200, keys());
                case "/authorize" ->
                    redirect(exchange, fields(exchange.getRequestURI().getRawQuery()));
                case "/tokens" -> tokens(exchange, fields(sent));
                case "/testing/sign" -> send(exchange, 200, signed(withDefaults(sent)));
                default -> send(exchange, 404, "");
            }
        }
    }

    private String keys() {
        looks.incrementAndGet();
        return new JsonWebKeySet(key).toJson();
    }

    private String metadata() throws JsonProcessingException {
        return JSON.writeValueAsString(Map.of(
                "issuer", issuer(),
                "jwks_uri", issuer() + "/keys",
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/tokens",
                "end_session_endpoint", issuer() + "/end",
                "authorization_response_iss_parameter_supported", namesItself));
    }

    private Map<String, Object> withDefaults(String sent) throws JsonProcessingException {
        Map<String, Object> claims = claims(Instant.now());
        JSON.readTree(sent)
                .propertyStream()
                .forEach(claim -> claims.put(claim.getKey(), JSON.convertValue(claim.getValue(), Object.class)));
        return claims;
    }

    private void redirect(HttpExchange exchange, Map<String, String> asked) throws IOException {
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        "%s?code=%s&state=%s"
                                .formatted(asked.get("redirect_uri"), code, encode(asked.get("state"), UTF_8)));
        send(exchange, 302, "");
    }

    private void tokens(HttpExchange exchange, Map<String, String> sent) throws IOException {
        Map<String, String> asked = codes.remove(sent.getOrDefault("code", ""));
        boolean same = asked != null
                && asked.get("redirect_uri").equals(sent.get("redirect_uri"))
                && asked.get("client_id").equals(sent.get("client_id"))
                && asked.get("code_challenge").equals(challenge(sent.getOrDefault("code_verifier", "")));
        if (!same) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        Map<String, Object> claims = claims(Instant.now());
        claims.put("aud", asked.get("client_id"));
        claims.put("nonce", asked.get("nonce"));
        send(exchange, 200, JSON.writeValueAsString(Map.of("id_token", signed(claims), "token_type", "Bearer")));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String encoded) {
        return Arrays.stream(encoded.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> decode(parts[0], UTF_8), parts -> decode(parts[1], UTF_8), (a, _) -> a, HashMap::new));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
