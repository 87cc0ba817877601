package dev.narrowgauge.engine.onnx.shape;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shapes of a graph's values, as far as they follow from what the file declares, from the operators, and from the
 * arithmetic on shapes that exporters write around Reshape and its kin. Lengths that have only a name stay names: an image
 * of {@code [batch, 48, 16, 16]} flattened to {@code [Shape(x)[0], 48, -1]} is {@code [batch, 48, 256]}.
 *
 * <p>Nothing is guessed: what does not follow is unknown.
 */
public final class Shapes {
    private final ShapeInferenceContext known;

    private Shapes(ShapeInferenceContext known) {
        this.known = known;
    }

    public static Shapes of(Graph graph) {
        ShapeInferenceContext known = new ShapeInferenceContext(graph);
        constants(graph).forEach(known::putShape);
        graph.graphInputs().forEach(value -> declare(known, value, Map.of()));
        graph.valueInfos().forEach(value -> declare(known, value, Map.of()));
        infer(known, graph);
        graph.graphOutputs().forEach(value -> declare(known, value, Map.of()));
        return new Shapes(known);
    }

    /**
     * The shapes in one run. Names that stand in the shape of a given value have its lengths wherever they stand.
     *
     * @param given the shapes of inputs, and of values around the graph that it reads
     */
    public static Shapes in(Graph graph, Map<String, List<Dimension>> given) {
        Map<String, Dimension> lengths = new HashMap<>();
        graph.graphInputs().forEach(value -> name(value, given.getOrDefault(value.getName(), List.of()), lengths));
        ShapeInferenceContext known = new ShapeInferenceContext(graph);
        constants(graph).forEach(known::putShape);
        given.forEach(known::putShape);
        graph.graphInputs().forEach(value -> declare(known, value, lengths));
        infer(known, graph);
        graph.valueInfos().forEach(value -> declare(known, value, lengths));
        graph.graphOutputs().forEach(value -> declare(known, value, lengths));
        return new Shapes(known);
    }

    private static void name(ValueInfoProto value, List<Dimension> shape, Map<String, Dimension> lengths) {
        List<TensorShapeProto.Dimension> declared =
                value.getType().getTensorType().getShape().getDimList();
        for (int i = 0; i < Math.min(declared.size(), shape.size()); i++) {
            if (!declared.get(i).getDimParam().isEmpty()) {
                lengths.putIfAbsent(declared.get(i).getDimParam(), shape.get(i));
            }
        }
    }

    private static Map<String, List<Dimension>> constants(Graph graph) {
        Map<String, List<Dimension>> shapes = new HashMap<>();
        graph.initializers()
                .forEach(tensor -> shapes.put(
                        tensor.getName(),
                        tensor.getDimsList().stream().map(Dimension::of).toList()));
        return shapes;
    }

    private static void infer(ShapeInferenceContext known, Graph graph) {
        for (GraphNode node : graph.topologicalOrder()) {
            if (!node.hasSubgraphs()) {
                inferIfValid(known, node);
            }
        }
    }

    public Optional<List<Dimension>> of(String value) {
        return known.shape(value);
    }

    /** How many dimensions the value has. */
    public OptionalInt rank(String value) {
        return known.rank(value);
    }

    /** The shape as a file declares it: names for lengths that are named, nothing for what is unknown. */
    public Optional<TensorShapeProto> proto(String value) {
        return of(value).map(shape -> {
            TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
            shape.forEach(dimension -> proto.addDim(proto(dimension)));
            return proto.build();
        });
    }

    private static TensorShapeProto.Dimension.Builder proto(Dimension dimension) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        if (dimension instanceof Dimension.Product(long factor, List<String> symbols)) {
            if (symbols.isEmpty()) {
                proto.setDimValue(factor);
            } else if (factor == 1 && symbols.size() == 1) {
                proto.setDimParam(symbols.getFirst());
            }
        }
        return proto;
    }

    private static void declare(ShapeInferenceContext known, ValueInfoProto value, Map<String, Dimension> lengths) {
        if (!value.getType().hasTensorType() || !value.getType().getTensorType().hasShape()) {
            return;
        }
        List<Dimension> shape = new ArrayList<>();
        for (TensorShapeProto.Dimension dim :
                value.getType().getTensorType().getShape().getDimList()) {
            if (!dim.getDimParam().isEmpty()) {
                shape.add(lengths.getOrDefault(dim.getDimParam(), Dimension.named(dim.getDimParam())));
            } else {
                shape.add(
                        dim.hasDimValue() && dim.getDimValue() >= 0
                                ? Dimension.of(dim.getDimValue())
                                : Dimension.UNKNOWN);
            }
        }
        known.putShape(value.getName(), shape);
    }

    private static void inferIfValid(ShapeInferenceContext known, GraphNode node) {
        try {
            infer(known, node);
        } catch (IndexOutOfBoundsException | NarrowgaugeException | ArithmeticException e) {
            // An axis that its operand does not have, or a constant that is damaged: the runtime or the check of the
            // model
            // refuses it with a better message than ours.
        }
    }

    private static void infer(ShapeInferenceContext known, GraphNode node) {
        List<Optional<List<Dimension>>> shapes =
                RuntimeShapes.outputs(node, known).orElseGet(() -> ShapeRules.outputs(node, known));
        for (int i = 0; i < shapes.size(); i++) {
            String output = node.output(i);
            if (!output.isEmpty()) {
                shapes.get(i).ifPresent(shape -> known.putShape(output, shape));
            }
        }
        ShapeArithmetic.result(node, known).ifPresent(numbers -> known.putNumbers(node.output(0), numbers));
    }
}
