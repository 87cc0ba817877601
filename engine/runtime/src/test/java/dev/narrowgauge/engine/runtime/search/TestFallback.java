package dev.narrowgauge.engine.runtime.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestFallback {
    private static final String OUTPUT = "y";

    @Test
    void fewestStepsAreThoseThatAnExhaustiveLookFinds() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<NodeDamage> nodes = IntStream.range(0, 30)
                    .mapToObj(i -> damage("n" + i, random.nextInt(4) == 0 ? 0 : Math.exp(random.nextGaussian())))
                    .toList();
            Map<String, List<String>> readers = new HashMap<>();
            nodes.forEach(node -> readers.put(node.node(), List.of("n" + random.nextInt(30))));
            double limit = random.nextDouble();
            Fallback fallback = new Fallback(nodes, readers, Map.of(OUTPUT, limit), Map.of("n1", 2.0));
            double learnt = 0.5 + random.nextDouble();
            fallback.learn(0, Map.of(OUTPUT, learnt));

            int fewest = fallback.steps();
            for (int steps = fallback.steps() - 1; steps >= 0; steps--) {
                if (learnt * left(nodes, readers, fallback.nodes(steps)) <= limit) {
                    fewest = steps;
                }
            }
            assertThat(fallback.fewest()).as("seed " + seed).isEqualTo(fewest);
        }
    }

    /** Every node in a step of its own: the steps of a network of that size once filled the memory. */
    @Test
    void networksOfManyNodesHaveAsManySteps() {
        List<NodeDamage> nodes = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            nodes.add(damage("n" + i, 1 + i % 7));
        }
        Fallback fallback = new Fallback(nodes, Map.of(), Map.of(OUTPUT, 0.5), Map.of());
        assertThat(fallback.steps()).isEqualTo(59_999);
        assertThat(fallback.nodes(fallback.fewest())).hasSizeBetween(15_000, 30_000);
    }

    private static double left(List<NodeDamage> nodes, Map<String, List<String>> readers, Set<String> gone) {
        double total = 0;
        double stays = 0;
        for (NodeDamage node : nodes) {
            Set<String> together = new LinkedHashSet<>(readers.get(node.node()));
            together.add(node.node());
            total += node.total();
            stays += gone.containsAll(together) ? 0 : node.total();
        }
        return stays / total;
    }

    private static NodeDamage damage(String name, double noise) {
        return new NodeDamage(name, "Conv", true, noise, 0, List.of(), Map.of(OUTPUT, noise));
    }
}
