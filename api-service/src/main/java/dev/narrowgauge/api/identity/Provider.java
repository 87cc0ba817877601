package dev.narrowgauge.api.identity;

import dev.narrowgauge.domain.access.Permission;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An identity provider that is trusted, as the settings have it.
 *
 * @param audiences of tokens that callers may send; none is taken where this is empty
 * @param tokenLifetime longest of such a token
 * @param client as which people sign in at the page; empty where they cannot
 * @param commandLineClient as which they sign in at the command line; empty where they cannot
 * @param session how long the page stays signed in
 */
public record Provider(
        String name,
        String issuer,
        Set<String> audiences,
        Duration tokenLifetime,
        Set<String> algorithms,
        Duration clockSkew,
        String nameClaim,
        Optional<Client> client,
        Optional<String> commandLineClient,
        List<String> scopes,
        Duration session,
        List<Rule> rules) {
    public Provider {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        scopes = List.copyOf(scopes);
        rules = List.copyOf(rules);
    }

    /** Of the service, to the provider. */
    public record Client(String id, Optional<String> secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Client[id=%s]".formatted(id);
        }
    }

    /** What all the rules together give, by the names of projects. */
    Map<String, Set<Permission>> permissions(Claims token) {
        Map<String, Set<Permission>> given = new HashMap<>();
        rules.stream()
                .filter(rule -> rule.holdsFor(token))
                .forEach(rule -> rule.projects()
                        .forEach(project -> given.computeIfAbsent(project, _ -> new HashSet<>())
                                .addAll(rule.role().permissions())));
        return given;
    }
}
