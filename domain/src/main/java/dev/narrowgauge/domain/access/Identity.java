package dev.narrowgauge.domain.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Somebody whom an identity provider knows: a person or a pipeline.
 *
 * @param provider by its name in the settings
 * @param subject by which the provider knows it, and nobody else
 * @param name for people; not unique
 * @param permissions what the rules of the settings gave it
 */
public record Identity(String provider, String subject, String name, Set<Permission> permissions) {
    public Identity {
        requireNonNull(provider, "provider is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(name, "name is null");
        permissions = Set.copyOf(permissions);
    }
}
