package dev.narrowgauge.domain.node;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A machine with an agent.
 *
 * @param name unique, chosen by its operator; the host name unless set
 * @param deviceClasses what it offers, the most capable first
 * @param fingerprint SHA-256 over everything that makes its timings comparable
 * @param profile what the fingerprint was made of
 */
public record Node(
        String name,
        String description,
        List<String> deviceClasses,
        String fingerprint,
        Map<String, String> profile,
        Instant registeredAt,
        Instant lastSeenAt,
        Standing standing) {
    public Node {
        deviceClasses = List.copyOf(deviceClasses);
        profile = Map.copyOf(profile);
        requireNonNull(standing, "standing is null");
    }

    /** Of good standing. */
    public Node(
            String name,
            String description,
            List<String> deviceClasses,
            String fingerprint,
            Map<String, String> profile,
            Instant registeredAt,
            Instant lastSeenAt) {
        this(name, description, deviceClasses, fingerprint, profile, registeredAt, lastSeenAt, Standing.good());
    }
}
