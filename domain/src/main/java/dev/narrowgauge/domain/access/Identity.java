package dev.narrowgauge.domain.access;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom an identity provider knows: a person or a pipeline.
 *
 * @param provider by its name in the settings
 * @param subject by which the provider knows it, and nobody else
 * @param name for people; not unique
 * @param projects what the rules of the settings gave it, by the names of projects, whether there are any of these names or not
 */
public record Identity(String provider, String subject, String name, Map<String, Set<Permission>> projects) {
    public Identity {
        requireNonNull(provider, "provider is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(name, "name is null");
        projects = projects.entrySet().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, given -> Set.copyOf(given.getValue())));
    }

    /** In any project. */
    public Set<Permission> permissions() {
        return projects.values().stream().flatMap(Set::stream).collect(toUnmodifiableSet());
    }

    /** In that project. Who administers one administers the service, which all are of. */
    public Set<Permission> permissionsIn(String project) {
        Set<Permission> anywhere = permissions();
        return anywhere.contains(Permission.ADMIN) ? anywhere : projects.getOrDefault(project, Set.of());
    }

    /** The project of a call that names none; empty where it has to name one. */
    public Optional<String> usualProject() {
        return projects.size() == 1
                ? projects.keySet().stream().findFirst()
                : Optional.of(ProjectName.FIRST).filter(projects::containsKey);
    }
}
