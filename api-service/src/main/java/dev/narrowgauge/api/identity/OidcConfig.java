package dev.narrowgauge.api.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The identity providers (OpenID Connect) that the API trusts. */
@ConfigMapping(prefix = "narrowgauge.oidc")
public interface OidcConfig {
    @WithParentName
    Map<String, Provider> providers();

    /** One of them. */
    interface Provider {
        /**
         * Issuer of its tokens, letter for letter, such as {@code https://id.example/realms/company}; its keys are looked up
         * from there.
         */
        String issuer();

        /**
         * Audiences for which its tokens must be, one of them, to be taken as {@code Authorization: Bearer}; no token is
         * unless set.
         */
        Optional<List<String>> audience();

        /**
         * Longest lifetime of a token that is taken as {@code Authorization: Bearer}, from when it was issued to its end: one
         * that its provider has taken back is good until then.
         */
        @WithDefault("24h")
        Duration tokenLifetime();

        /** Algorithms by which its tokens may be signed. */
        @WithDefault("RS256,PS256,ES256")
        List<String> algorithms();

        /** How far its clock and that of this service may differ. */
        @WithDefault("30s")
        Duration clockSkew();

        /** Claim that has a name for people; where a token has none, its subject is shown. */
        @WithDefault("preferred_username")
        String nameClaim();

        /** As which client people sign in at the page; they cannot unless set. */
        Optional<String> clientId();

        /** Secret of that client, where the provider gave it one. */
        Optional<String> clientSecret();

        /** As which client, one without a secret, people sign in at the command line; they cannot unless set. */
        Optional<String> cliClientId();

        /** Scopes that are asked for when people sign in. */
        @WithDefault("openid,profile,email")
        List<String> scopes();

        /** How long the page stays signed in; then it asks the provider again. */
        @WithDefault("1h")
        Duration session();

        Map<String, Rule> rules();
    }

    /** Gives a role to whoever has certain claims. */
    interface Rule {
        /** Role that the rule gives: {@code viewer}, {@code submitter}, {@code approver} or {@code admin}. */
        String role();

        /** Names of the projects in which the rule gives it; an {@code admin} has all. */
        @WithDefault("default")
        List<String> projects();

        /**
         * What the claim of that name must be, or have in it, for the rule to hold; all claims of a rule must. Several
         * texts have vertical bars between them; {@code *} is any text without a slash, {@code **} any text.
         */
        Map<String, String> claims();
    }
}
