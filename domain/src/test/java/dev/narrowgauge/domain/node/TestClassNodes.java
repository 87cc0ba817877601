package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestClassNodes {
    private static final Instant SEEN = Instant.parse("2026-11-27T03:00:00.5Z");
    private static final String CLASS = "x86-vnni";

    private final Node sound = node("sound", Standing.good());
    private final Node drained = node("drained", standing(Optional.empty(), Optional.of(SEEN.minusSeconds(60))));
    private final Node quarantined =
            node("odd", standing(Optional.of(new Standing.Quarantine(SEEN, "It is odd.", false)), Optional.empty()));

    @Test
    void aLiveNodeThatTakesJobsIsNoObstacle() {
        assertThat(obstacle(List.of(drained, sound), Set.of("sound"))).isEmpty();
    }

    @Test
    void everyNodeSaysWhyItTakesNone() {
        assertThat(obstacle(List.of(sound, drained, quarantined), Set.of("drained", "odd")))
                .contains(
                        "No node that offers 'x86-vnni' takes jobs now: 'sound' was last seen at 2026-11-27T03:00:00Z, "
                                + "'drained' has been drained since 2026-11-27T02:59:00Z, 'odd' is quarantined.");
    }

    @Test
    void nodesOfOtherClassesDoNotCount() {
        assertThat(ClassNodes.of("arm-i8mm", List.of(sound), Set.of("sound")).obstacle())
                .contains("No node offers 'arm-i8mm'.");
    }

    private static Optional<String> obstacle(List<Node> nodes, Set<String> live) {
        return ClassNodes.of(CLASS, nodes, live).obstacle();
    }

    private static Standing standing(Optional<Standing.Quarantine> quarantine, Optional<Instant> drainedSince) {
        return new Standing(quarantine, Optional.empty(), drainedSince);
    }

    private static Node node(String name, Standing standing) {
        return new Node(name, "a processor", List.of(CLASS), "f".repeat(64), Map.of(), SEEN, SEEN, List.of(), standing);
    }
}
