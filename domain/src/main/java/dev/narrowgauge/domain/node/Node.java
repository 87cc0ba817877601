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
 * @param labels words by which its operator finds it
 */
public record Node(
        String name,
        String description,
        List<String> deviceClasses,
        String fingerprint,
        Map<String, String> profile,
        Instant registeredAt,
        Instant lastSeenAt,
        List<String> labels,
        Standing standing) {
    public Node {
        deviceClasses = List.copyOf(deviceClasses);
        profile = Map.copyOf(profile);
        labels = List.copyOf(labels);
        requireNonNull(standing, "standing is null");
    }

    /** Of good standing and without labels. */
    public Node(
            String name,
            String description,
            List<String> deviceClasses,
            String fingerprint,
            Map<String, String> profile,
            Instant registeredAt,
            Instant lastSeenAt) {
        this(
                name,
                description,
                deviceClasses,
                fingerprint,
                profile,
                registeredAt,
                lastSeenAt,
                List.of(),
                Standing.good());
    }

    public Node withLabels(List<String> others) {
        return new Node(
                name, description, deviceClasses, fingerprint, profile, registeredAt, lastSeenAt, others, standing);
    }

    public Node withDeviceClasses(List<String> others) {
        return new Node(name, description, others, fingerprint, profile, registeredAt, lastSeenAt, labels, standing);
    }

    public boolean offers(String deviceClass) {
        return deviceClasses.contains(deviceClass);
    }
}
