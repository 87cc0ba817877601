package dev.narrowgauge.api.identity;

import dev.narrowgauge.domain.access.Role;
import java.util.Map;
import java.util.Set;

/**
 * Gives a role to whoever has certain claims.
 *
 * @param projects names of those in which it gives the role
 * @param claims what each must be, or have in it; with none the rule holds for all whom the provider knows
 */
record Rule(Role role, Set<String> projects, Map<String, ClaimPattern> claims) {
    Rule {
        projects = Set.copyOf(projects);
        claims = Map.copyOf(claims);
    }

    boolean holdsFor(Claims token) {
        return claims.entrySet().stream()
                .allMatch(claim -> token.texts(claim.getKey()).stream().anyMatch(claim.getValue()::matches));
    }
}
