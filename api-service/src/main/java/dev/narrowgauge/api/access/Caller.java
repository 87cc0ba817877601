package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.domain.access.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Who makes a call. */
public sealed interface Caller {
    /** Of a service that asks nobody for a key. */
    record Anybody() implements Caller {}

    /**
     * The holder of a key, or of a page's session that it has opened.
     *
     * @param sessionEnd of a session
     */
    record Holder(Credential credential, ApiKey key, Optional<Instant> sessionEnd) implements Caller {
        public Holder {
            requireNonNull(credential, "credential is null");
            requireNonNull(key, "key is null");
            requireNonNull(sessionEnd, "sessionEnd is null");
        }

        boolean has(Permission permission) {
            return permission.isGivenBy(key.permissions());
        }

        /** When it will not be good any more; empty where that is not foreseen. */
        Optional<Instant> end() {
            return sessionEnd
                    .map(end -> key.expiresAt().filter(end::isAfter).orElse(end))
                    .or(key::expiresAt);
        }
    }

    /** The key that the caller has, itself or behind a session. */
    default Optional<UUID> keyId() {
        return this instanceof Holder holder ? Optional.of(holder.key().id()) : Optional.empty();
    }
}
