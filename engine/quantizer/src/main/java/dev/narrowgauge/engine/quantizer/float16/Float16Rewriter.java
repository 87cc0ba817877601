package dev.narrowgauge.engine.quantizer.float16;

import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT16;

import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Carries a value in half precision where a half-precision node writes it, and in float32 elsewhere; a reader that wants
 * the other type shares one Cast with all others that do.
 */
final class Float16Rewriter {
    private final Graph graph;
    private final ElementTypes types;
    private final Map<GraphNode, Optional<String>> reasonsToStay;
    private final boolean keepIoTypes;
    private final Predicate<String> beyondHalf;
    private final List<TensorReport> reports = new ArrayList<>();
    private final Map<GraphNode, String> remarks = new HashMap<>();

    /** @param beyondHalf which inputs and outputs of the model hold values that half precision cannot */
    Float16Rewriter(
            Graph graph,
            ElementTypes types,
            Map<GraphNode, Optional<String>> reasonsToStay,
            boolean keepIoTypes,
            Predicate<String> beyondHalf) {
        this.graph = graph;
        this.types = types;
        this.reasonsToStay = reasonsToStay;
        this.keepIoTypes = keepIoTypes;
        this.beyondHalf = beyondHalf;
    }

    List<TensorReport> tensorReports() {
        return reports;
    }

    /** What a user should know about a converted node; mostly nothing. */
    String remark(GraphNode node) {
        return remarks.getOrDefault(node, "");
    }

    void rewrite() {
        List<TensorProto> constants = graph.initializers().stream()
                .filter(constant -> constant.getDataType() == FLOAT.number())
                .toList();
        List<String> inputs = graph.graphInputs().stream()
                .map(ValueInfoProto::getName)
                .filter(types::isFloat32)
                .toList();
        reasonsToStay.forEach((node, reason) -> {
            if (reason.isEmpty()) {
                convertAttributes(node);
            }
        });
        constants.stream()
                .filter(constant -> !graph.isGraphInput(constant.getName()))
                .forEach(this::convertConstant);
        inputs.forEach(input -> carry(input, mayChangeType(input) ? FLOAT16 : FLOAT));
        reasonsToStay.forEach((node, reason) -> List.copyOf(node.outputs()).stream()
                .filter(types::isFloat32)
                .forEach(output -> carry(output, writesHalf(node, output) ? FLOAT16 : FLOAT)));
        graph.removeUnusedInitializers();
    }

    /** An input keeps its type where something else but the nodes of this graph depends on it. */
    private boolean mayChangeType(String input) {
        return !keepIoTypes
                && !beyondHalf.test(input)
                && !isCaptured(input)
                && !graph.isGraphOutput(input)
                && graph.initializer(input).isEmpty();
    }

    private boolean isCaptured(String value) {
        return graph.consumers(value).stream()
                .anyMatch(reader -> reader.capturedValues().contains(value));
    }

    private boolean isHalf(GraphNode node) {
        return reasonsToStay.get(node).isEmpty();
    }

    /** LayerNormalization gives its statistics in float32 whatever its input is. */
    private boolean writesHalf(GraphNode node, String output) {
        boolean statistics =
                node.isStandard("LayerNormalization") && !node.output(0).equals(output);
        return isHalf(node) && !statistics;
    }

    private void convertAttributes(GraphNode node) {
        if (node.isStandard("Cast") && node.intAttribute("to", 0) == FLOAT.number()) {
            node.setAttribute(
                    node.attribute("to").toBuilder().setI(FLOAT16.number()).build());
        }
        if (node.isStandard("ConstantOfShape")) {
            TensorProto value =
                    node.hasAttribute("value") ? node.attribute("value").getT() : Tensors.floats("", new float[1], 1);
            if (value.getDataType() == FLOAT.number()) {
                node.setAttribute(Attributes.tensor(
                        "value",
                        Float16Constants.of(value.getName(), value, false).tensor()));
            }
        }
    }

    private void convertConstant(TensorProto constant) {
        String name = constant.getName();
        List<GraphNode> halfReaders =
                graph.consumers(name).stream().filter(this::isHalf).toList();
        if (halfReaders.isEmpty()) {
            return;
        }
        boolean shared = halfReaders.size() < graph.consumers(name).size() || graph.isGraphOutput(name);
        String halfName = shared ? graph.uniqueName(name + ".h") : name;
        Float16Constants half = Float16Constants.of(halfName, constant, RangeRules.isBound(halfReaders));
        graph.putInitializer(half.tensor());
        if (shared) {
            halfReaders.forEach(reader -> redirect(reader, name, halfName));
        }
        graph.setElementType(halfName, FLOAT16);
        reports.add(new TensorReport(
                name, "weight", "float16", half.minimum(), half.maximum(), List.of(), null, half.sqnrDb()));
        if (half.clipped() > 0) {
            halfReaders.forEach(reader -> remarks.put(
                    reader,
                    half.clipped() + " values of its constant '" + name
                            + "' lie beyond the half-precision range and are clipped to ±" + (int) half.limit() + "."));
        }
    }

    /** Serves all readers of a value that its producer, or the caller, gives as that type. */
    private void carry(String value, ElementType written) {
        List<GraphNode> readers = graph.consumers(value);
        boolean captured = isCaptured(value);
        boolean givenOutAsHalf = graph.isGraphOutput(value) && !keepIoTypes && !captured && !beyondHalf.test(value);
        ElementType declared = givenOutAsHalf ? FLOAT16 : FLOAT;
        boolean nameIsTaken = graph.isGraphOutput(value) || captured;
        Map<ElementType, String> names = new HashMap<>();
        names.put(written, value);
        if (nameIsTaken && declared != written) {
            GraphNode producer = graph.producer(value).orElseThrow();
            String renamed = graph.uniqueName(value + ".c");
            graph.renameOutput(producer, producer.outputs().indexOf(value), renamed);
            cast(renamed, value, declared);
            names.put(written, renamed);
            names.put(declared, value);
        } else {
            graph.setElementType(value, written);
        }
        if (nameIsTaken) {
            graph.setElementType(value, declared);
        }
        for (GraphNode reader : readers) {
            ElementType wanted = isHalf(reader) ? FLOAT16 : FLOAT;
            if (reader.inputs().contains(value)) {
                redirect(reader, value, names.computeIfAbsent(wanted, type -> cast(names.get(written), type)));
            }
        }
    }

    private String cast(String value, ElementType type) {
        String result = graph.uniqueName(value + (type == FLOAT16 ? ".h" : ".f"));
        cast(value, result, type);
        return result;
    }

    private void cast(String value, String result, ElementType type) {
        graph.add(
                "Cast",
                graph.freshName("c"),
                List.of(value),
                List.of(result),
                List.of(Attributes.integer("to", type.number())));
    }

    private void redirect(GraphNode reader, String from, String to) {
        for (int i = 0; i < reader.inputs().size(); i++) {
            if (reader.input(i).equals(from) && !from.equals(to)) {
                graph.replaceInput(reader, i, to);
            }
        }
    }
}
