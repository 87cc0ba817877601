package dev.narrowgauge.engine.quantizer.float16;

import static dev.narrowgauge.engine.onnx.model.ElementType.BFLOAT16;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.BrainFloat;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.placement.PatternCheck;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores the weights of a float32 model in bfloat16, each behind a Cast. The CPU provider of ONNX Runtime has no bfloat16
 * arithmetic beyond moving values, so nodes compute in float32 as before; the casts are folded when the model is loaded.
 */
public final class Bfloat16Converter {
    /** Smaller constants take less room than their Cast, and are exact as they are. */
    private static final int LEAST_ELEMENTS = 64;

    private static final String STORED =
            "Its weights are stored in bfloat16; ONNX Runtime's CPU provider computes them in float32.";
    private static final String UNTOUCHED = "It has no float32 weights worth storing in bfloat16.";
    private static final String LEFT_OUT = "The recipe excludes it.";

    private final Graph graph;
    private final Recipe recipe;
    private final List<TensorReport> tensors = new ArrayList<>();
    private final Map<GraphNode, NodeReport> nodes = new LinkedHashMap<>();

    private Bfloat16Converter(Graph graph, Recipe recipe) {
        this.graph = graph;
        this.recipe = recipe;
    }

    /**
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be converted
     */
    public static QuantizedModel convert(ModelProto prepared, Recipe recipe) {
        FlatModel model = FlatModel.of(ModelPreparation.forIntegers(prepared));
        Graph graph = Graph.of(model.graph());
        PatternCheck.check(recipe, graph.nodes());
        var converter = new Bfloat16Converter(graph, recipe);
        converter.rewrite();
        ModelProto converted = model.model().toBuilder()
                .setGraph(graph.toProto())
                .setProducerName("narrowgauge")
                .clearProducerVersion()
                .build();
        return new QuantizedModel(
                model.nested(converted), converter.tensors, List.copyOf(converter.nodes.values()), List.of());
    }

    private void rewrite() {
        graph.topologicalOrder().stream()
                .filter(node -> !FlatModel.isEntry(node))
                .forEach(node -> nodes.put(node, report(node, NodeReport.FLOAT, reason(node))));
        List.copyOf(graph.initializers()).stream().filter(this::isStorable).forEach(this::store);
        if (!recipe.keepIoTypes()) {
            List.copyOf(graph.graphInputs()).stream()
                    .filter(this::mayChangeType)
                    .forEach(this::narrowInput);
            List.copyOf(graph.graphOutputs()).stream()
                    .filter(this::mayChangeType)
                    .forEach(this::narrowOutput);
        }
        graph.removeUnusedInitializers();
    }

    private boolean isStorable(TensorProto constant) {
        return constant.getDataType() == FLOAT.number()
                && graph.constant(constant.getName()).isPresent()
                && !graph.isGraphOutput(constant.getName())
                && TensorValues.elementCount(constant) >= LEAST_ELEMENTS;
    }

    private void store(TensorProto constant) {
        String name = constant.getName();
        List<GraphNode> readers =
                graph.consumers(name).stream().filter(this::isSelected).toList();
        if (readers.isEmpty()) {
            return;
        }
        float[] values = TensorValues.floats(constant);
        float minimum = Float.POSITIVE_INFINITY;
        float maximum = Float.NEGATIVE_INFINITY;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            values[i] = Float.isFinite(value) ? Math.clamp(value, -BrainFloat.LARGEST, BrainFloat.LARGEST) : value;
            double error = value - (double) BrainFloat.toFloat(BrainFloat.of(values[i]));
            if (Double.isFinite(error)) {
                signal += (double) value * value;
                noise += error * error;
            }
        }
        String stored = graph.uniqueName(name + ".b");
        graph.putInitializer(Tensors.bfloat16(stored, values, dims(constant)));
        String widened = graph.uniqueName(name + ".f");
        Casts.add(graph, stored, widened, FLOAT);
        readers.forEach(reader -> {
            Casts.redirect(graph, reader, name, widened);
            nodes.put(reader, report(reader, NodeReport.QUANTIZED, STORED));
        });
        Double sqnr = signal == 0 || noise == 0 ? null : 10 * Math.log10(signal / noise);
        tensors.add(new TensorReport(name, "weight", "bfloat16", minimum, maximum, List.of(), null, sqnr));
    }

    /** Subgraphs read by name, and keep the original. */
    private boolean isSelected(GraphNode reader) {
        return recipe.selects(reader.opType(), reader.name())
                && reader.capturedValues().isEmpty();
    }

    private boolean mayChangeType(ValueInfoProto value) {
        String name = value.getName();
        boolean isBoth = graph.isGraphInput(name) && graph.isGraphOutput(name);
        boolean isCaptured = graph.consumers(name).stream()
                .anyMatch(reader -> reader.capturedValues().contains(name));
        return value.getType().getTensorType().getElemType() == FLOAT.number()
                && !isBoth
                && !isCaptured
                && graph.initializer(name).isEmpty();
    }

    private void narrowInput(ValueInfoProto input) {
        String name = input.getName();
        List<GraphNode> readers = graph.consumers(name);
        graph.setElementType(name, BFLOAT16);
        String widened = graph.uniqueName(name + ".f");
        Casts.add(graph, name, widened, FLOAT);
        readers.forEach(reader -> Casts.redirect(graph, reader, name, widened));
    }

    private void narrowOutput(ValueInfoProto output) {
        String name = output.getName();
        GraphNode producer = graph.producer(name).orElseThrow();
        List<GraphNode> readers = graph.consumers(name);
        String wide = graph.uniqueName(name + ".f");
        graph.renameOutput(producer, producer.outputs().indexOf(name), wide);
        readers.forEach(reader -> Casts.redirect(graph, reader, name, wide));
        Casts.add(graph, wide, name, BFLOAT16);
        graph.setElementType(name, BFLOAT16);
    }

    private String reason(GraphNode node) {
        return recipe.selects(node.opType(), node.name()) ? UNTOUCHED : LEFT_OUT;
    }

    private static NodeReport report(GraphNode node, String placement, String reason) {
        return new NodeReport(node.name(), node.opType(), placement, reason);
    }

    private static long[] dims(TensorProto constant) {
        return constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }
}
