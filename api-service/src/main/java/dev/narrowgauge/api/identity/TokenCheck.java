package dev.narrowgauge.api.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** Whether a provider has signed a token, for this service and for now. What is told of one that is refused never has it in it. */
final class TokenCheck {
    private static final JwtConsumer UNCHECKED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private final ProviderKeys keys;
    private final InstantSource clock;

    TokenCheck(ProviderKeys keys, InstantSource clock) {
        this.keys = requireNonNull(keys, "keys is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What a token says of its signature. Nobody vouches for that yet. */
    record Signer(String issuer, Optional<String> keyId) {}

    /** @throws NarrowgaugeException TOKEN_REFUSED where it cannot be read */
    static Signer signer(String token) {
        try {
            JwtContext read = UNCHECKED.process(token);
            String issuer = Optional.ofNullable(read.getJwtClaims().getIssuer())
                    .orElseThrow(() -> refused("The token does not say who issued it (claim 'iss')."));
            return new Signer(
                    issuer, Optional.ofNullable(read.getJoseObjects().getFirst().getKeyIdHeaderValue()));
        } catch (InvalidJwtException | MalformedClaimException _) {
            throw refused(
                    "What the request carries is no API key, which begins with 'ng_', and cannot be read as a token of an identity provider (a signed JWT).");
        }
    }

    /**
     * What the token says.
     *
     * @param audiences one of which the token has to name
     * @param forged is run where it is not signed with a key that the provider has
     * @throws NarrowgaugeException TOKEN_REFUSED, IDENTITY_PROVIDER_UNAVAILABLE
     */
    JwtClaims claims(Provider provider, Signer signer, Set<String> audiences, String token, Runnable forged) {
        List<JsonWebKey> known = keys.of(provider, signer.keyId());
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(known);
        // Of keys without an id the one that fits.
        resolver.setDisambiguateWithVerifySignature(true);
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setExpectedIssuer(provider.issuer())
                .setExpectedAudience(audiences.toArray(String[]::new))
                .setRequireSubject()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds((int) provider.clockSkew().toSeconds())
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, provider.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(resolver)
                .build();
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtException e) {
            String wrong = wrongClaim(audiences, e).orElseGet(() -> {
                forged.run();
                return "is not signed with a key that the provider has now, by one of %s."
                        .formatted(listed(provider.algorithms(), ", "));
            });
            throw refused("The token of the identity provider '%s' %s".formatted(provider.name(), wrong));
        }
    }

    /**
     * Of a token whose signature is good; empty where that is not. Without what the library says of it, which has the token in
     * it.
     */
    private static Optional<String> wrongClaim(Set<String> audiences, InvalidJwtException e) {
        if (e.hasExpired()) {
            return Optional.of("has expired: ask for another.");
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return Optional.of("is not good yet: check the clocks of the provider and of this service.");
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING) || e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)) {
            return Optional.of("is not for this service: ask for one whose audience (claim 'aud') is %s."
                    .formatted(listed(audiences, " or ")));
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING) || e.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return Optional.of("does not say for whom it is or until when (claims 'sub' and 'exp').");
        }
        return Optional.empty();
    }

    private static String listed(Set<String> words, String between) {
        return words.stream().sorted().map(word -> "'" + word + "'").collect(Collectors.joining(between));
    }

    static NarrowgaugeException refused(String sentence) {
        return new NarrowgaugeException(ErrorCode.TOKEN_REFUSED, sentence);
    }
}
