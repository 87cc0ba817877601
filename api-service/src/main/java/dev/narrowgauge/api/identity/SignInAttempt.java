package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.digest.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser keeps while its user signs in at a provider. All that the answer is held against is made from its secret, so
 * the service keeps nothing, and whatever replica is asked can finish.
 *
 * @param provider its name
 * @param secret of 256 random bits
 */
record SignInAttempt(String provider, String secret) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9-]{1,40})\\.([0-9A-Za-z]{43})");

    SignInAttempt {
        requireNonNull(provider, "provider is null");
        requireNonNull(secret, "secret is null");
    }

    static SignInAttempt begin(String provider) {
        return new SignInAttempt(provider, KeyText.random().secret());
    }

    /** Empty where that is none. */
    static Optional<SignInAttempt> read(String cookie) {
        Matcher matcher = FORM.matcher(cookie);
        return matcher.matches()
                ? Optional.of(new SignInAttempt(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** As the browser keeps it. */
    String cookie() {
        return provider + "." + secret;
    }

    /** That comes back with the code: nobody can have another browser finish what theirs has begun. */
    String state() {
        return derived("state");
    }

    /** That the token has in it: a token of another sign-in is none of this. */
    String nonce() {
        return derived("nonce");
    }

    /** Without which the code is worth nothing (RFC 7636). */
    String verifier() {
        return derived("verifier");
    }

    /** By method S256. */
    String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(Sha256.of(verifier())));
    }

    /** None can be told from another. */
    private String derived(String purpose) {
        return Sha256.of(purpose + ":" + secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SignInAttempt[provider=%s]".formatted(provider);
    }
}
