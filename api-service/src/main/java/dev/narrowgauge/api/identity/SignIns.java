package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;

/** People who sign in with a provider at the page: the authorization code flow with PKCE (RFC 6749, RFC 7636, RFC 9207). */
public final class SignIns {
    /** How long a person may take, from the page to the provider and back. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int OK = 200;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final Set<String> OF_THE_CLIENT = Set.of("invalid_client", "unauthorized_client");

    private final Providers providers;
    private final TokenCheck check;
    private final ProviderClient client;
    private final InstantSource clock;

    /** Where each does what: whoever comes can begin a sign-in, any number of times. */
    private final Map<String, Shelf<Metadata>> described = new ConcurrentHashMap<>();

    private SignIns(Providers providers, TokenCheck check, ProviderClient client, InstantSource clock) {
        this.providers = requireNonNull(providers, "providers is null");
        this.check = requireNonNull(check, "check is null");
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Of the same providers, whose keys are kept once. */
    public static SignIns of(IdentityTokens tokens) {
        return new SignIns(tokens.providers(), tokens.check(), new ProviderClient(), tokens.clock());
    }

    /**
     * @param cookie for the browser to keep until it is back
     * @param address where it is to go
     */
    public record Begun(String cookie, URI address) {}

    /**
     * With what the provider has sent the browser back.
     *
     * @param issuer as it calls itself (RFC 9207); empty where it has not said
     */
    public record SentBack(String state, String code, Optional<String> issuer) {
        /** Without the code. */
        @Override
        public String toString() {
            return "SentBack[issuer=%s]".formatted(issuer);
        }
    }

    /** @param session how long the page may stay signed in */
    public record SignedIn(Identity identity, Duration session) {}

    /** The providers with which people can sign in, here or at the command line. */
    public List<Provider> providers() {
        return providers.all().stream()
                .filter(provider -> provider.client().isPresent()
                        || provider.commandLineClient().isPresent())
                .toList();
    }

    /**
     * @param origin of the page
     * @throws NarrowgaugeException NOT_FOUND, IDENTITY_PROVIDER_UNAVAILABLE
     */
    public Begun begin(String name, String origin) {
        Provider provider = providers
                .ofName(name)
                .filter(named -> named.client().isPresent())
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "There is no identity provider '%s' to sign in with at the page; GET /v1/sign-in lists all."
                                .formatted(name)));
        URI endpoint = metadata(provider)
                .authorization()
                .orElseThrow(() -> ProviderClient.unavailable(provider, "it names no address to sign in at"));
        SignInAttempt attempt = SignInAttempt.begin(provider.name());
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.client().orElseThrow().id());
        query.put("redirect_uri", page(origin));
        query.put("scope", String.join(" ", provider.scopes()));
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return new Begun(attempt.cookie(), with(endpoint, query));
    }

    /**
     * @param cookie that the browser has kept
     * @param origin of the page
     * @return who has signed in. A rule may have given them no role, which is for {@link IdentityTokens#requireRole} to look at
     * @throws NarrowgaugeException TOKEN_REFUSED, IDENTITY_PROVIDER_UNAVAILABLE
     */
    public SignedIn finish(String cookie, SentBack back, String origin) {
        SignInAttempt attempt = SignInAttempt.read(cookie)
                .filter(begun -> begun.state().equals(back.state()))
                .orElseThrow(SignIns::notBegun);
        Provider provider = providers.ofName(attempt.provider()).orElseThrow(SignIns::notBegun);
        Provider.Client known = provider.client().orElseThrow(SignIns::notBegun);
        requireOfProvider(provider, back.issuer());
        String token = token(
                provider,
                known,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        back.code(),
                        "redirect_uri",
                        page(origin),
                        "code_verifier",
                        attempt.verifier()));
        JwtClaims claims = check.claims(provider, TokenCheck.signer(token), Set.of(known.id()), token, () -> {});
        requireOfThisSignIn(claims, attempt, known);
        return new SignedIn(Identities.of(provider, claims), provider.session());
    }

    /** Before the code is sent anywhere: one of another provider's is not for this one to have. */
    private void requireOfProvider(Provider provider, Optional<String> issuer) {
        if (issuer.isEmpty() && metadata(provider).namesItself()) {
            throw TokenCheck.refused(
                    "The browser came back without the issuer (parameter 'iss') that the identity provider '%s' always sends: begin again."
                            .formatted(provider.name()));
        }
        if (issuer.isPresent() && !issuer.get().equals(provider.issuer())) {
            throw TokenCheck.refused(
                    "The sign-in was begun with the identity provider '%s' and the browser came back from another (parameter 'iss'): begin again."
                            .formatted(provider.name()));
        }
    }

    private String token(Provider provider, Provider.Client known, Map<String, String> form) {
        URI endpoint = metadata(provider)
                .tokens()
                .orElseThrow(() -> ProviderClient.unavailable(provider, "it names no address for tokens"));
        ProviderClient.Answer answer = client.tokens(provider, known, endpoint, form);
        if (answer.status() != OK) {
            throw refusal(provider, answer.body().path("error").asText());
        }
        String token = answer.body().path("id_token").asText();
        if (token.isEmpty()) {
            throw ProviderClient.unavailable(
                    provider,
                    "it gives no token that says who signed in; 'openid' must be among narrowgauge.oidc.%s.scopes"
                            .formatted(provider.name()));
        }
        return token;
    }

    private static NarrowgaugeException refusal(Provider provider, String error) {
        String told = ERROR.matcher(error).matches() ? error : "without a reason";
        if (OF_THE_CLIENT.contains(error)) {
            return ProviderClient.unavailable(
                    provider,
                    "it does not know this service, %s: narrowgauge.oidc.%s.client-id and .client-secret"
                            .formatted(told, provider.name()));
        }
        return TokenCheck.refused("The identity provider '%s' does not take the sign-in any more (%s): begin again."
                .formatted(provider.name(), told));
    }

    private static void requireOfThisSignIn(JwtClaims claims, SignInAttempt attempt, Provider.Client known) {
        boolean ofThis = attempt.nonce().equals(claims.getClaimValueAsString("nonce"));
        boolean forUs = !claims.hasClaim("azp") || known.id().equals(claims.getClaimValueAsString("azp"));
        if (!ofThis || !forUs) {
            throw TokenCheck.refused("The token that the identity provider gave is of another sign-in: begin again.");
        }
    }

    /**
     * Where a browser goes to sign out of the provider itself; empty where the provider has no such address, or does not answer.
     *
     * @param origin of the page
     */
    public Optional<URI> end(String name, String origin) {
        return providers
                .ofName(name)
                .flatMap(provider -> provider.client()
                        .flatMap(known -> endSession(provider)
                                .map(endpoint -> with(
                                        endpoint,
                                        Map.of("client_id", known.id(), "post_logout_redirect_uri", page(origin))))));
    }

    private Optional<URI> endSession(Provider provider) {
        try {
            return metadata(provider).endSession();
        } catch (NarrowgaugeException _) {
            return Optional.empty();
        }
    }

    private Metadata metadata(Provider provider) {
        return described
                .computeIfAbsent(provider.name(), _ -> new Shelf<>(clock))
                .get(_ -> true, () -> client.metadata(provider));
    }

    /** The page itself takes what comes back. */
    private static String page(String origin) {
        return origin + "/";
    }

    private static URI with(URI endpoint, Map<String, String> query) {
        String between = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + between + ProviderClient.form(query));
    }

    private static NarrowgaugeException notBegun() {
        return TokenCheck.refused("The sign-in was not begun in this browser, or more than %d minutes ago: begin again."
                .formatted(LIMIT.toMinutes()));
    }
}
