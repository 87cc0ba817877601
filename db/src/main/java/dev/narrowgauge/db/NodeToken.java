package dev.narrowgauge.db;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A join token, without its secret, which is not kept.
 *
 * @param node that an agent may speak for with it, registered or not yet
 * @param revokedAt empty while it is good
 */
public record NodeToken(UUID id, String node, Instant createdAt, Optional<Instant> revokedAt) {}
