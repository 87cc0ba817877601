package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.domain.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a node offers: of the classes it has, those that an engine on it really runs. */
final class OfferedNode {
    /** A job of a graphics processor that no engine here has run would be timed on the processor, or fail. */
    private static final String TO_BE_PROVEN = "nvidia-";

    private OfferedNode() {}

    /** @param proven classes whose self-test has passed since this process started */
    static Node of(HardwareProfile profile, String name, Instant now, Set<String> proven) {
        Node node = profile.toNode(name, now);
        List<String> offered = node.deviceClasses().stream()
                .filter(deviceClass -> !deviceClass.startsWith(TO_BE_PROVEN) || proven.contains(deviceClass))
                .toList();
        return new Node(name, node.description(), offered, node.fingerprint(), node.profile(), now, now);
    }
}
