package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says {@code (x − mean) / √(variance + ε) · scale + bias}, written out as exporters did before opset 17, as one
 * LayerNormalization. Squares and variances have ranges that eight bits cannot hold.
 */
final class LayerNormFusion implements Rewriting {
    @Override
    public String step() {
        return "layer-normalization";
    }

    @Override
    public long opset() {
        return 17;
    }

    @Override
    public List<String> apply(Graph graph) {
        List<String> written = new ArrayList<>();
        Shapes shapes = Shapes.of(graph);
        ElementTypes types = ElementTypes.of(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            boolean divides = node.isStandard("Div") || node.isStandard("Mul");
            if (divides && graph.nodes().contains(node)) {
                new Match(graph, shapes, types).fuse(node).ifPresent(written::add);
            }
        }
        return written;
    }

    /** One attempt; collects the nodes that it has recognised. */
    private static final class Match {
        private final Graph graph;
        private final Shapes shapes;
        private final ElementTypes types;
        private final Set<GraphNode> nodes = new HashSet<>();
        private String input = "";
        private long axes;
        private double epsilon;

        Match(Graph graph, Shapes shapes, ElementTypes types) {
            this.graph = graph;
            this.shapes = shapes;
            this.types = types;
        }

        Optional<String> fuse(GraphNode quotient) {
            if (!isNormalized(quotient) || !types.isFloat32(input)) {
                return Optional.empty();
            }
            nodes.add(quotient);
            Optional<Affine> scale = next(quotient, "Mul");
            if (scale.isEmpty()) {
                return Optional.empty();
            }
            nodes.add(scale.get().node());
            Optional<Affine> bias = next(scale.get().node(), "Add")
                    .filter(found -> TensorValues.elementCount(found.constant())
                            == TensorValues.elementCount(scale.get().constant()));
            bias.ifPresent(found -> nodes.add(found.node()));
            GraphNode last = bias.orElse(scale.get()).node();
            if (!Operands.isClosed(graph, nodes, last)) {
                return Optional.empty();
            }
            List<String> inputs = new ArrayList<>(List.of(input, row(scale.get().constant())));
            bias.ifPresent(found -> inputs.add(row(found.constant())));
            Operands.replace(
                    graph,
                    nodes,
                    last,
                    "LayerNormalization",
                    inputs,
                    List.of(Attributes.integer("axis", -axes), Attributes.real("epsilon", epsilon)));
            return Optional.of(last.name());
        }

        private boolean isNormalized(GraphNode quotient) {
            if (quotient.isStandard("Div")) {
                return isDeviationOver(quotient.input(0), quotient.input(1));
            }
            for (int i = 0; i < 2; i++) {
                Optional<GraphNode> inverse = Operands.producer(graph, quotient.input(i), "Reciprocal");
                if (inverse.isPresent()
                        && isDeviationOver(quotient.input(1 - i), inverse.get().input(0))) {
                    nodes.add(inverse.get());
                    return true;
                }
            }
            return false;
        }

        private boolean isDeviationOver(String difference, String root) {
            Optional<GraphNode> sub = Operands.producer(graph, difference, "Sub");
            Optional<GraphNode> sqrt = graph.producer(root).filter(this::isRoot);
            Optional<GraphNode> shifted = sqrt.flatMap(node -> Operands.producer(graph, node.input(0), "Add"));
            if (sub.isEmpty() || shifted.isEmpty()) {
                return false;
            }
            input = sub.get().input(0);
            Optional<GraphNode> mean = Operands.producer(graph, sub.get().input(1), "ReduceMean");
            Optional<GraphNode> variance = variance(shifted.get());
            Optional<GraphNode> square = variance.flatMap(node -> graph.producer(node.input(0)));
            if (mean.isEmpty()
                    || !mean.get().input(0).equals(input)
                    || square.isEmpty()
                    || !isSquareOf(square.get(), sub.get())) {
                return false;
            }
            axes = trailingAxes(mean.get());
            nodes.addAll(List.of(sub.get(), sqrt.get(), shifted.get(), mean.get(), variance.get(), square.get()));
            return axes > 0 && trailingAxes(variance.get()) == axes;
        }

        private boolean isRoot(GraphNode node) {
            return node.isStandard("Sqrt") || (node.isStandard("Pow") && Operands.isScalar(graph, node.input(1), 0.5));
        }

        private Optional<GraphNode> variance(GraphNode shifted) {
            for (int i = 0; i < 2; i++) {
                var constant = Operands.scalar(graph, shifted.input(i));
                if (constant.isPresent() && constant.getAsDouble() >= 0) {
                    epsilon = constant.getAsDouble();
                    return Operands.producer(graph, shifted.input(1 - i), "ReduceMean");
                }
            }
            return Optional.empty();
        }

        private boolean isSquareOf(GraphNode square, GraphNode sub) {
            boolean isSquare = (square.isStandard("Pow") && Operands.isScalar(graph, square.input(1), 2))
                    || (square.isStandard("Mul") && square.input(0).equals(square.input(1)));
            Optional<GraphNode> base = Operands.producer(graph, square.input(0), "Sub");
            if (!isSquare || base.isEmpty() || !base.get().inputs().equals(sub.inputs())) {
                return false;
            }
            nodes.add(base.get());
            return true;
        }

        /** How many of the last dimensions the reduction covers, 0 when it is another set of them. */
        private long trailingAxes(GraphNode mean) {
            List<Long> given = Operands.axes(graph, mean);
            if (given.isEmpty() || mean.intAttribute("keepdims", 1) != 1) {
                return 0;
            }
            long rank = shapes.rank(input).orElse(0);
            if (rank == 0 && given.stream().anyMatch(axis -> axis >= 0)) {
                return 0;
            }
            Set<Long> fromEnd = new HashSet<>();
            given.forEach(axis -> fromEnd.add(axis < 0 ? -axis : rank - axis));
            for (long i = 1; i <= fromEnd.size(); i++) {
                if (!fromEnd.contains(i)) {
                    return 0;
                }
            }
            return fromEnd.size();
        }

        private record Affine(GraphNode node, TensorProto constant) {}

        /** The only reader, if it multiplies or adds one constant for each normalized element. */
        private Optional<Affine> next(GraphNode node, String opType) {
            Optional<GraphNode> reader =
                    Operands.soleReader(graph, node.output(0)).filter(found -> found.isStandard(opType));
            if (reader.isEmpty()) {
                return Optional.empty();
            }
            int other = reader.get().input(0).equals(node.output(0)) ? 1 : 0;
            return graph.constant(reader.get().input(other))
                    .filter(this::coversAxes)
                    .map(constant -> new Affine(reader.get(), constant));
        }

        private boolean coversAxes(TensorProto constant) {
            List<Long> dims = constant.getDimsList();
            int extra = dims.size() - (int) axes;
            return extra >= 0
                    && TensorValues.elementCount(constant) > 1
                    && dims.subList(0, extra).stream().allMatch(dimension -> dimension == 1)
                    && dims.subList(extra, dims.size()).stream().noneMatch(dimension -> dimension == 1);
        }

        private String row(TensorProto constant) {
            int extra = constant.getDimsCount() - (int) axes;
            if (extra == 0) {
                return constant.getName();
            }
            TensorProto shortened = constant.toBuilder()
                    .setName(graph.freshName("k"))
                    .clearDims()
                    .addAllDims(constant.getDimsList().subList(extra, constant.getDimsCount()))
                    .build();
            graph.putInitializer(shortened);
            return shortened.getName();
        }
    }
}
