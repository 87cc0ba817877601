package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.access.Permission;
import java.util.Optional;

/** Who may call an operation. */
public enum Access {
    /** Whoever reaches the service. */
    EVERYBODY(null),
    /** An agent outside, whose join token is looked at where its calls are answered. */
    JOIN_TOKEN(null),
    /** Whoever holds a key that is good, for whatever it is. */
    ANY_KEY(null),
    READ(Permission.READ),
    SUBMIT(Permission.SUBMIT),
    APPROVE(Permission.APPROVE),
    /** Whoever may approve in every project: what is decided is of all of them. */
    APPROVE_FOR_ALL(Permission.APPROVE),
    ADMIN(Permission.ADMIN);

    private final Permission permission;

    Access(Permission permission) {
        this.permission = permission;
    }

    /** Whether a key is looked for. */
    boolean needsKey() {
        return this != EVERYBODY && this != JOIN_TOKEN;
    }

    /** Whether the permission is needed in every project there is, as the call is about what serves all. */
    public boolean isForAll() {
        return this == APPROVE_FOR_ALL;
    }

    /** What the key must be good for; empty where any will do. */
    public Optional<Permission> permission() {
        return Optional.ofNullable(permission);
    }
}
