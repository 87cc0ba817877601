package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import dev.narrowgauge.engine.quantizer.range.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A planned graph in which the nodes that compute in integers stand in the operators whose kernels do that well. Nodes that
 * stay float are as they were: what is good for integers is often slower in float.
 *
 * @param placements of the nodes of this graph
 * @param sources values that the planned graph does not have, each with the one of it whose numbers it has
 * @param knownRanges of values that the planned graph does not have
 * @param inner all values that the planned graph does not have
 * @param channels of values that have more than in the planned graph, or have them in another order
 */
public record IntegerForm(
        Graph graph,
        Placements placements,
        Map<String, String> sources,
        Map<String, Range> knownRanges,
        Set<String> inner,
        Map<String, ChannelPlaces> channels) {

    private static final Map<String, Form> FORMS = Map.of(
            "ConvTranspose", new ConvTransposeForm(),
            "DepthToSpace", new DepthToSpaceForm(),
            "Resize", new ResizeForm(),
            "AveragePool", new AveragePoolForm(),
            "HardSigmoid", new HardSigmoidForm(),
            "HardSwish", new HardSwishForm());

    public IntegerForm {
        sources = Map.copyOf(sources);
        knownRanges = Map.copyOf(knownRanges);
        inner = Set.copyOf(inner);
        channels = Map.copyOf(channels);
    }

    /** @param planned the graph that the placements speak of; it stays as it is */
    public static IntegerForm of(GraphProto planned, Placements placements) {
        Expansion expansion = new Expansion(Graph.of(planned), placements);
        if (placements.style() == Style.AROUND_NODES) {
            ChannelPadding.apply(expansion);
            Set<String> quantized = placements.quantizedValues().keySet();
            for (GraphNode node : List.copyOf(expansion.graph().topologicalOrder())) {
                FloatIsland.keep(node, expansion, placements, quantized);
                Form form = node.domain().isEmpty() ? FORMS.get(node.opType()) : null;
                if (form != null && expansion.rule(node).isPresent()) {
                    form.write(node, expansion);
                }
            }
        }
        return expansion.finished();
    }

    /** The value of the planned graph that was observed in the place of this one. */
    public String observedName(String value) {
        return sources.getOrDefault(value, value);
    }

    public Optional<Range> knownRange(String value) {
        return Optional.ofNullable(knownRanges.get(value));
    }

    /** Whether the planned graph has no such value. */
    public boolean isInner(String value) {
        return inner.contains(value);
    }
}
