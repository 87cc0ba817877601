package dev.narrowgauge.api.identity;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import org.jose4j.jwt.JwtClaims;

/** What the rules make of the claims that a provider has signed. */
final class Identities {
    private static final String SUBJECT = "sub";
    private static final int MAX_CHARACTERS = 500;

    private Identities() {}

    /**
     * Whether a rule gives them a role or not: who is refused for that is to be known first.
     *
     * @throws NarrowgaugeException TOKEN_REFUSED where there is nobody whom the token could be of
     */
    static Identity of(Provider provider, JwtClaims token) {
        Claims claims = new Claims(token.getClaimsMap());
        String subject = claims.texts(SUBJECT).stream()
                .filter(Identities::isUsable)
                .findFirst()
                .orElseThrow(() -> TokenCheck.refused(
                        "The token of the identity provider '%s' has a subject (claim 'sub') of more than %d characters, or with control characters."
                                .formatted(provider.name(), MAX_CHARACTERS)));
        String name = claims.texts(provider.nameClaim()).stream()
                .filter(Identities::isUsable)
                .findFirst()
                .orElse(subject);
        return new Identity(provider.name(), subject, name, provider.permissions(claims));
    }

    /** @throws NarrowgaugeException ACCESS_DENIED where no rule gives a role */
    static void requireRole(Identity identity) {
        if (identity.projects().isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The identity provider '%s' knows '%s', but no rule of this service gives them a role: its operator can add one (narrowgauge.oidc.%s.rules)."
                            .formatted(identity.provider(), identity.name(), identity.provider()));
        }
    }

    private static boolean isUsable(String text) {
        return !text.isBlank()
                && text.length() <= MAX_CHARACTERS
                && PlainText.isStorable(text)
                && text.chars().noneMatch(Character::isISOControl);
    }
}
