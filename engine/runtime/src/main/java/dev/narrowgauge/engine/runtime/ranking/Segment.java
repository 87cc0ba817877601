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
 * Nodes that are near to each other share what has to be loaded for them: one probe, and one tail, which begins where the
 * first of them stands.
 *
 * @param start position of the first node of the float model that is computed again
 */
record Segment(int start, List<IsolatedNode> nodes) {
    /** Each costs two sessions; with as many a tail has an eighth of the model too much in the mean. */
    private static final int FEWEST = 4;

    /** Nodes of a segment: the runtime is slow at loading a probe with thousands of results. */
    private static final int MOST_NODES = 500;

    static List<Segment> split(List<IsolatedNode> nodes, TailWork work) {
        List<Segment> segments = new ArrayList<>();
        double first = work.share(nodes.getFirst().position());
        int most = Math.max(FEWEST, Math.ceilDiv(nodes.size(), MOST_NODES));
        int last = -1;
        for (IsolatedNode node : nodes) {
            double passed = (first - work.share(node.position())) / Math.max(first, Double.MIN_NORMAL);
            int index = Math.min(most - 1, (int) (most * passed));
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
        Set<String> inputs = new LinkedHashSet<>(probe(isolation).inputs());
        inputs.addAll(isolation.tail(List.of(), start, outputs).inputs());
        return inputs;
    }

    GraphPart probe(NodeIsolation isolation) {
        return isolation.probe(nodes, start);
    }
}
