package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.domain.node.Node;
import java.time.Instant;
import java.util.List;

/** What a node offers: of the classes it has, those that the engine installed on it can run. */
final class OfferedNode {
    /** The engine has no provider for graphics processors yet; a job of their classes would be timed on the processor. */
    private static final String NOT_RUN_BY_ENGINE = "nvidia-";

    private OfferedNode() {}

    static Node of(HardwareProfile profile, String name, Instant now) {
        Node node = profile.toNode(name, now);
        List<String> offered = node.deviceClasses().stream()
                .filter(deviceClass -> !deviceClass.startsWith(NOT_RUN_BY_ENGINE))
                .toList();
        return new Node(name, node.description(), offered, node.fingerprint(), node.profile(), now, now);
    }
}
