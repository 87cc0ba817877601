package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.graph.GraphPart;
import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import dev.narrowgauge.engine.quantizer.isolation.NodeIsolation;
import dev.narrowgauge.engine.quantizer.isolation.TailWork;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Nodes that are near to each other share what has to be loaded for them: a probe, and one tail, which begins where the
 * first of them stands. Of a model with very many nodes a segment has several probes.
 *
 * @param start position of the first node of the float model that is computed again
 */
record Segment(int start, List<IsolatedNode> nodes) {
    /** Each costs two sessions; with as many a tail has an eighth of the model too much in the mean. */
    private static final int MOST_SEGMENTS = 4;

    /** Nodes of a segment that share a probe. */
    private static final int MOST_NODES = 200;

    /** Nodes of a probe where there are more: what the runtime takes to load one grows faster than it does. */
    private static final int NODES_OF_PART = 100;

    static List<Segment> split(List<IsolatedNode> nodes, TailWork work) {
        List<Segment> segments = new ArrayList<>();
        double first = work.share(nodes.getFirst().position());
        int last = -1;
        for (IsolatedNode node : nodes) {
            double passed = (first - work.share(node.position())) / Math.max(first, Double.MIN_NORMAL);
            int index = Math.min(MOST_SEGMENTS - 1, (int) (MOST_SEGMENTS * passed));
            if (index != last) {
                segments.add(new Segment(node.position(), new ArrayList<>()));
                last = index;
            }
            segments.getLast().nodes().add(node);
        }
        return segments;
    }

    /** What has to be known of the float model. */
    Set<String> inputs(NodeIsolation isolation, List<String> outputs) {
        Set<String> inputs = new LinkedHashSet<>();
        probes(isolation).forEach(probe -> inputs.addAll(probe.inputs()));
        inputs.addAll(isolation.tail(List.of(), start, outputs).inputs());
        return inputs;
    }

    /** Together they give what every node adds; each begins where its first node stands. */
    List<GraphPart> probes(NodeIsolation isolation) {
        return parts().stream()
                .map(part -> isolation.probe(part, part.getFirst().position()))
                .toList();
    }

    /** The nodes of each probe. */
    List<List<IsolatedNode>> parts() {
        int size = nodes.size() > MOST_NODES ? NODES_OF_PART : nodes.size();
        List<List<IsolatedNode>> parts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i += size) {
            parts.add(nodes.subList(i, Math.min(i + size, nodes.size())));
        }
        return parts;
    }
}
