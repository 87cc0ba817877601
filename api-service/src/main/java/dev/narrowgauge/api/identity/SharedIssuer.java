package dev.narrowgauge.api.identity;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Issuers that sign tokens for the whole world: a rule has to say whose they are, or it would let in everybody. */
enum SharedIssuer {
    GITHUB(
            "https://token.actions.githubusercontent.com",
            Set.of("repository", "repository_id", "repository_owner", "repository_owner_id")),
    GITLAB("https://gitlab.com", Set.of("project_path", "project_id", "namespace_path", "namespace_id")),
    GOOGLE("https://accounts.google.com", Set.of("hd", "sub"));

    private final String issuer;
    private final Set<String> owners;

    SharedIssuer(String issuer, Set<String> owners) {
        this.issuer = issuer;
        this.owners = owners;
    }

    static Optional<SharedIssuer> of(String issuer) {
        return Arrays.stream(values())
                .filter(shared -> shared.issuer.equals(issuer))
                .findFirst();
    }

    /** The claims that say whose a token is. */
    Set<String> owners() {
        return owners;
    }

    boolean isClosedBy(Map<String, ClaimPattern> claims) {
        return claims.entrySet().stream()
                .anyMatch(claim ->
                        owners.contains(claim.getKey()) && claim.getValue().namesOwner());
    }
}
