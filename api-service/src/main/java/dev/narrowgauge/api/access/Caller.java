package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who makes a call. */
public sealed interface Caller {
    /** Of a service that asks nobody for a key. */
    record Anybody() implements Caller {}

    /** Somebody of whom the service knows what they may do. */
    sealed interface Known extends Caller {
        /** In any project. */
        Set<Permission> permissions();

        /** In the project that a call names, or that it is about if it names none. */
        Set<Permission> permissionsIn(Optional<String> project);

        default boolean has(Permission permission) {
            return permission.isGivenBy(permissions());
        }

        /** As it is called to people, such as {@code The API key 'ci'}. */
        String title();

        /** The same in all of its calls, and in those of nobody else. */
        String mark();

        /** When it will not be good any more; empty where that is not foreseen. */
        Optional<Instant> end();

        /** The session of a page; empty where the caller has come with a key or a token itself. */
        Optional<Credential> session();
    }

    /**
     * The holder of a key, or of a page's session that it has opened.
     *
     * @param sessionEnd of a session
     */
    record Holder(Credential credential, ApiKey key, Optional<Instant> sessionEnd) implements Known {
        public Holder {
            requireNonNull(credential, "credential is null");
            requireNonNull(key, "key is null");
            requireNonNull(sessionEnd, "sessionEnd is null");
        }

        @Override
        public Set<Permission> permissions() {
            return key.permissions();
        }

        /** The same in all; which those are is for {@link ProjectChoice} to say. */
        @Override
        public Set<Permission> permissionsIn(Optional<String> project) {
            return permissions();
        }

        @Override
        public String title() {
            return "The API key '%s'".formatted(key.name());
        }

        @Override
        public String mark() {
            return key.id().toString();
        }

        @Override
        public Optional<Instant> end() {
            return sessionEnd
                    .map(end -> key.expiresAt().filter(end::isAfter).orElse(end))
                    .or(key::expiresAt);
        }

        @Override
        public Optional<Credential> session() {
            return Optional.of(credential).filter(proof -> proof.kind() == Credential.Kind.SESSION);
        }
    }

    /**
     * Whom an identity provider knows, with its token or with a page's session.
     *
     * @param expiresAt from when on the token or the session is good for nothing
     */
    record Identified(Identity identity, Instant expiresAt, Optional<Credential> session) implements Known {
        public Identified {
            requireNonNull(identity, "identity is null");
            requireNonNull(expiresAt, "expiresAt is null");
            requireNonNull(session, "session is null");
        }

        @Override
        public Set<Permission> permissions() {
            return identity.permissions();
        }

        @Override
        public Set<Permission> permissionsIn(Optional<String> project) {
            return project.or(identity::usualProject)
                    .map(identity::permissionsIn)
                    .orElseGet(identity::permissions);
        }

        @Override
        public String title() {
            return "'%s' of the identity provider '%s'".formatted(identity.name(), identity.provider());
        }

        @Override
        public String mark() {
            return mark(identity);
        }

        /** By which it is told from all others. */
        static String mark(Identity identity) {
            return identity.provider() + '/' + identity.subject();
        }

        @Override
        public Optional<Instant> end() {
            return Optional.of(expiresAt);
        }
    }

    /** For people, beside what the caller has decided or written; empty where nobody is asked. */
    default Optional<String> name() {
        return switch (this) {
            case Anybody _ -> Optional.empty();
            case Holder holder -> Optional.of(holder.key().name());
            case Identified identified -> Optional.of(identified.identity().name());
        };
    }

    /** The key that the caller has, itself or behind a session. */
    default Optional<UUID> keyId() {
        return this instanceof Holder holder ? Optional.of(holder.key().id()) : Optional.empty();
    }
}
