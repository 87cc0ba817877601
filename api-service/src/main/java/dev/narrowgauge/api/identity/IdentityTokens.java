package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;
import java.time.InstantSource;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/** Tokens that callers send (RFC 6750), of people and of pipelines, signed by a provider that is trusted. */
public final class IdentityTokens {
    private static final int MAX_TOLD = 200;

    private final Providers providers;
    private final TokenCheck check;
    private final InstantSource clock;

    private IdentityTokens(Providers providers, TokenCheck check, InstantSource clock) {
        this.providers = requireNonNull(providers, "providers is null");
        this.check = requireNonNull(check, "check is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public static IdentityTokens of(Providers providers, InstantSource clock) {
        return new IdentityTokens(
                providers, new TokenCheck(new ProviderKeys(new ProviderClient(), clock), clock), clock);
    }

    Providers providers() {
        return providers;
    }

    TokenCheck check() {
        return check;
    }

    InstantSource clock() {
        return clock;
    }

    /** @param end from when on its token is good for nothing */
    public record Known(Identity identity, Instant end) {}

    /**
     * Of somebody whom a provider knows.
     *
     * @throws NarrowgaugeException ACCESS_DENIED where no rule gives them a role
     */
    public static void requireRole(Identity identity) {
        Identities.requireRole(identity);
    }

    /** Whether there is a provider of that name. */
    public boolean trusts(String provider) {
        return providers.ofName(provider).isPresent();
    }

    /**
     * Whose token that is. A rule may have given them no role, which is for {@link #requireRole} to look at.
     *
     * @param forged is run where it is not signed with a key that its provider has, which took a check of its signature
     * @throws NarrowgaugeException TOKEN_REFUSED, IDENTITY_PROVIDER_UNAVAILABLE
     */
    public Known require(String token, Runnable forged) {
        TokenCheck.Signer signer = TokenCheck.signer(token);
        Provider provider = providers
                .ofIssuer(signer.issuer())
                .filter(trusted -> !trusted.audiences().isEmpty())
                .orElseThrow(() -> TokenCheck.refused(
                        "The token is of '%s', and this service takes none from there: its operator may add the issuer (narrowgauge.oidc.NAME.issuer and .audience)."
                                .formatted(shortened(signer.issuer()))));
        JwtClaims claims = check.claims(provider, signer, provider.audiences(), token, forged);
        requireShort(provider, claims);
        return new Known(Identities.of(provider, claims), end(provider, claims));
    }

    /** A provider that issues one for a year has no way to take it back. */
    private void requireShort(Provider provider, JwtClaims claims) {
        try {
            long now = clock.instant().getEpochSecond();
            NumericDate issued = claims.getIssuedAt();
            long from = issued == null ? now : Math.min(issued.getValue(), now);
            if (claims.getExpirationTime().getValue()
                    > from + provider.tokenLifetime().toSeconds()) {
                throw TokenCheck.refused(
                        "The token of the identity provider '%s' is good for longer than the %d seconds that this service takes: ask for one that ends sooner, or have the service's operator look at narrowgauge.oidc.%s.token-lifetime."
                                .formatted(
                                        provider.name(),
                                        provider.tokenLifetime().toSeconds(),
                                        provider.name()));
            }
        } catch (MalformedClaimException _) {
            throw TokenCheck.refused(
                    "The token of the identity provider '%s' does not say when it was issued or ends in seconds since 1970 (claims 'iat' and 'exp')."
                            .formatted(provider.name()));
        }
    }

    private static Instant end(Provider provider, JwtClaims claims) {
        try {
            return Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis())
                    .plus(provider.clockSkew());
        } catch (MalformedClaimException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TOLD ? text : text.substring(0, MAX_TOLD) + "…";
    }
}
