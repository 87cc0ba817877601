package dev.narrowgauge.db;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A join token, without its secret, which is not kept.
 *
 * @param node that an agent may speak for with it, registered or not yet
 * @param deviceClasses that the agent may offer with it; empty until it has offered some, where nobody has said which
 * @param revokedAt empty while it is good
 */
public record NodeToken(
        UUID id, String node, List<String> deviceClasses, Instant createdAt, Optional<Instant> revokedAt) {
    private static final String OWNER = "%s by token %s";

    public NodeToken {
        deviceClasses = List.copyOf(deviceClasses);
    }

    /** As which a process has leases with it: whoever has another token cannot have the same name. */
    public String owner(String process) {
        return OWNER.formatted(process, id);
    }

    /** What is {@code LIKE} the owners of all leases with it. */
    public String owners() {
        return OWNER.formatted("%", id);
    }
}
