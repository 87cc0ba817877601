package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of each node, and what follows from its neighbours where it is not. */
final class Damages {
    private final List<IsolatedNode> nodes;
    private final List<String> outputs;
    private final Map<IsolatedNode, NodeNoise> noises = new HashMap<>();
    private final Set<IsolatedNode> measured = new HashSet<>();

    /** @param nodes in the order of the data flow */
    Damages(List<IsolatedNode> nodes, List<String> outputs) {
        this.nodes = nodes;
        this.outputs = outputs;
    }

    /** @param chosen those of them whose noise was followed to the outputs */
    void add(Map<IsolatedNode, NodeNoise> more, Set<IsolatedNode> chosen) {
        noises.putAll(more);
        // Nothing added to the results is nothing in the outputs.
        more.forEach((node, noise) -> {
            if (chosen.contains(node) || noise.local() == 0) {
                measured.add(node);
            }
        });
    }

    /**
     * What to follow to the outputs with so many runs: half of it evenly over the model, the other half where most noise
     * is made.
     *
     * @param costs of each node, in runs
     */
    Set<IsolatedNode> choose(Map<IsolatedNode, Double> costs, double runs) {
        List<IsolatedNode> open =
                nodes.stream().filter(node -> !measured.contains(node)).toList();
        double all = open.stream().mapToDouble(costs::get).sum();
        Set<IsolatedNode> chosen = new HashSet<>();
        int stride = Math.max(1, (int) Math.ceil(2 * all / Math.max(runs, Double.MIN_NORMAL)));
        double left = runs;
        // From the end: there is least between a node and the outputs there, and least work.
        for (int i = open.size() - 1; i >= 0 && left > 0; i -= stride) {
            chosen.add(open.get(i));
            left -= costs.get(open.get(i));
        }
        List<IsolatedNode> loudest = open.stream()
                .filter(node -> !chosen.contains(node))
                .sorted(Comparator.comparingDouble(
                                (IsolatedNode node) -> noises.get(node).local())
                        .reversed())
                .toList();
        for (IsolatedNode node : loudest) {
            if (costs.get(node) <= left) {
                chosen.add(node);
                left -= costs.get(node);
            }
        }
        return chosen;
    }

    List<NodeDamage> worstFirst() {
        List<NodeDamage> damages = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            IsolatedNode node = nodes.get(i);
            boolean known = measured.contains(node);
            NodeNoise noise = noises.get(node);
            damages.add(new NodeDamage(
                    node.name(),
                    node.opType(),
                    known,
                    noise.local(),
                    noise.rounding(),
                    node.readers(),
                    known ? measured(node) : estimated(i)));
        }
        damages.sort(Comparator.comparingDouble(NodeDamage::total).reversed());
        return damages;
    }

    private Map<String, Double> measured(IsolatedNode node) {
        Map<String, Double> noise = new LinkedHashMap<>();
        Map<String, Double> sums = noises.get(node).outputs();
        outputs.forEach(output -> noise.put(output, sums.getOrDefault(output, 0.0)));
        return noise;
    }

    /** As much of its noise arrives as of that of the measured nodes before and after it, by the nearer one more. */
    private Map<String, Double> estimated(int index) {
        int before = nearest(index, -1);
        int after = nearest(index, 1);
        Map<String, Double> noise = new LinkedHashMap<>();
        double local = noises.get(nodes.get(index)).local();
        for (String output : outputs) {
            noise.put(output, local * amplification(output, index, before, after));
        }
        return noise;
    }

    private double amplification(String output, int index, int before, int after) {
        if (before < 0 && after < 0) {
            return 1;
        }
        if (before < 0 || after < 0) {
            return amplification(output, Math.max(before, after));
        }
        double weight = (double) (index - before) / (after - before);
        double first = amplification(output, before);
        double second = amplification(output, after);
        return first == 0 || second == 0
                ? (1 - weight) * first + weight * second
                : Math.exp((1 - weight) * Math.log(first) + weight * Math.log(second));
    }

    private double amplification(String output, int index) {
        NodeNoise noise = noises.get(nodes.get(index));
        return noise.outputs().getOrDefault(output, 0.0) / noise.local();
    }

    /** -1 where there is none with noise. */
    private int nearest(int index, int step) {
        for (int i = index + step; i >= 0 && i < nodes.size(); i += step) {
            IsolatedNode node = nodes.get(i);
            if (measured.contains(node) && noises.get(node).local() > 0) {
                return i;
            }
        }
        return -1;
    }
}
