package dev.narrowgauge.api.identity;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;

/** What the rules make of the claims that a provider has signed. */
final class Identities {
    private static final String SUBJECT = "sub";
    private static final int MAX_CHARACTERS = 500;

    private Identities() {}

    /** @throws NarrowgaugeException ACCESS_DENIED where no rule gives a role */
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
        Map<String, Set<Permission>> projects = provider.permissions(claims);
        if (projects.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The identity provider '%s' knows '%s', but no rule of this service gives them a role: its operator can add one (narrowgauge.oidc.%s.rules)."
                            .formatted(provider.name(), name, provider.name()));
        }
        return new Identity(provider.name(), subject, name, projects);
    }

    private static boolean isUsable(String text) {
        return !text.isBlank()
                && text.length() <= MAX_CHARACTERS
                && PlainText.isStorable(text)
                && text.chars().noneMatch(Character::isISOControl);
    }
}
