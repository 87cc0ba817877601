package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.HistogramSummary;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.form.IntegerForm;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inserts the quantization nodes that a plan asks for.
 *
 * <p>Each quantized value gets one QuantizeLinear, and each of its readers a DequantizeLinear of its own: the runtime fuses
 * a node only when it alone reads its inputs and when the QuantizeLinear alone reads its result.
 */
final class GraphRewriter {
    private final IntegerForm form;
    private final Graph source;
    private final Graph target;
    private final Placements placements;
    private final CalibrationStatistics statistics;
    private final ActivationParameters parameters;
    private final QuantizationNodes nodes;
    private final WeightRewriter weights;
    private final Recipe recipe;
    private final Map<String, QuantizationParameters> chosen = new HashMap<>();
    private final List<TensorReport> reports = new ArrayList<>();
    private final List<QuantizedTensor> activations = new ArrayList<>();

    /**
     * @param form the float graph that is quantized
     * @param target a copy of it with the same node names, which is changed
     * @param statistics of the values that were observed
     */
    GraphRewriter(IntegerForm form, Graph target, Recipe recipe, CalibrationStatistics statistics) {
        this.form = form;
        this.source = form.graph();
        this.target = target;
        this.placements = form.placements();
        this.statistics = statistics;
        this.recipe = recipe;
        this.parameters = new ActivationParameters(form, recipe, statistics);
        this.nodes = new QuantizationNodes(target);
        this.weights = new WeightRewriter(target, nodes, recipe, placements.style() == Style.AROUND_NODES, reports);
    }

    List<TensorReport> tensorReports() {
        return reports;
    }

    List<QuantizedTensor> activations() {
        return activations;
    }

    void rewrite() {
        Map<String, String> values = placements.quantizedValues();
        values.forEach((value, range) -> chosen.put(value, choose(value, range)));
        placements.sharedScales().forEach(this::shareWidest);
        if (placements.style() == Style.AROUND_NODES) {
            new ConcatScales(form, recipe, values, chosen).share();
            // What has a factor to another value's scale follows that.
            values.forEach((value, range) ->
                    placements.rescaling(value).ifPresent(node -> chosen.put(value, choose(value, range))));
        }
        Map<String, GraphNode> copies = new HashMap<>();
        target.nodes().forEach(node -> copies.put(node.name(), node));
        placements
                .nodes()
                .forEach(node -> placements
                        .rule(node)
                        .ifPresent(rule -> quantizeConstants(node, copies.get(node.name()), rule)));
        Map<GraphNode, GraphNode> originals = new HashMap<>();
        placements.nodes().forEach(node -> originals.put(copies.get(node.name()), node));
        values.forEach((value, range) -> quantizeValue(value, range, originals));
        placements.nodes().stream()
                .filter(node -> placements.rescaling(node.output(0)).isPresent())
                .forEach(node -> passOn(copies.get(node.name())));
        target.removeUnusedInitializers();
    }

    private QuantizationParameters choose(String value, String range) {
        Optional<GraphNode> rescaling = placements.rescaling(value);
        if (rescaling.isPresent()) {
            return parameters.ofProduct(chosen.get(rescaling.get().input(0)), rescaling.get());
        }
        return value.equals(range) ? parameters.of(value) : chosen.get(range);
    }

    /** Between DequantizeLinear and QuantizeLinear the codes stay the same: they go past all three. */
    private void passOn(GraphNode rescaling) {
        GraphNode before = target.producer(rescaling.input(0)).orElseThrow();
        GraphNode behind = target.consumers(rescaling.output(0)).getFirst();
        String codes = behind.output(0);
        List<GraphNode> readers = target.consumers(codes);
        for (GraphNode reader : readers) {
            target.replaceInput(reader, reader.inputs().indexOf(codes), before.input(0));
        }
        List.of(behind, rescaling, before).forEach(target::remove);
    }

    private void shareWidest(Set<String> values) {
        QuantizationParameters widest = values.stream()
                .map(chosen::get)
                .max(Comparator.comparing(QuantizationParameters::scale))
                .orElseThrow();
        values.forEach(value -> chosen.put(value, widest));
    }

    private void quantizeConstants(GraphNode node, GraphNode copy, OperatorRule rule) {
        for (int i = 0; i < node.inputs().size(); i++) {
            Optional<TensorProto> constant = source.constant(node.input(i));
            if (!rule.isDataInput(i) || constant.isEmpty()) {
                continue;
            }
            if (rule.role() == Role.MULTIPLY_ACCUMULATE && i == 1) {
                weights.rewrite(copy, constant.get(), chosen.get(node.input(0)));
            } else {
                quantizeOperand(copy, i, constant.get());
            }
        }
    }

    private void quantizeOperand(GraphNode copy, int input, TensorProto constant) {
        float[] values = TensorValues.floats(constant);
        TensorStatistics range = TensorStatistics.of(FloatBuffer.wrap(values));
        QuantizationParameters operand = parameters.ofConstant(constant.getName(), range.minimum(), range.maximum());
        target.replaceInput(copy, input, nodes.dequantizedConstant(constant, values, operand));
        reports.add(nodes.report(constant.getName(), "weight", range, operand));
    }

    /** Leaves the name for another node to write. */
    private String renamed(String value) {
        GraphNode producer = target.producer(value).orElseThrow();
        String name = target.freshName("f");
        target.renameOutput(producer, producer.outputs().indexOf(value), name);
        return name;
    }

    private void quantizeValue(String value, String range, Map<GraphNode, GraphNode> originals) {
        QuantizationParameters valueParameters = chosen.get(value);
        List<GraphNode> readers = target.consumers(value);
        boolean writtenAsInteger = placements.isWrittenAsInteger(value);
        boolean nameIsTaken = target.isGraphOutput(value)
                || readers.stream().anyMatch(reader -> reader.capturedValues().contains(value));
        String input = writtenAsInteger && nameIsTaken ? renamed(value) : value;
        String codes = nodes.quantize(input, valueParameters);
        List<String> dequantized = new ArrayList<>();
        if (writtenAsInteger && nameIsTaken) {
            dequantized.add(nodes.dequantizeAs(value, codes, valueParameters));
        }
        String shared = writtenAsInteger && nameIsTaken ? value : "";
        for (GraphNode reader : readers) {
            for (int i = 0; i < reader.inputs().size(); i++) {
                if (!reader.input(i).equals(value)) {
                    continue;
                }
                boolean readsInteger = placements.readsInteger(originals.get(reader), i);
                if (readsInteger) {
                    dequantized.add(nodes.dequantize(codes, valueParameters));
                    target.replaceInput(reader, i, dequantized.getLast());
                } else if (writtenAsInteger && reader.isStandard("Shape")) {
                    target.replaceInput(reader, i, codes);
                } else if (writtenAsInteger) {
                    if (shared.isEmpty()) {
                        shared = nodes.dequantize(codes, valueParameters);
                        dequantized.add(shared);
                    }
                    target.replaceInput(reader, i, shared);
                }
            }
        }
        if (form.isInner(value)) {
            return;
        }
        ActivationStatistics observed = statistics.of(form.observedName(range));
        activations.add(new QuantizedTensor(value, codes, dequantized.getFirst(), valueParameters));
        reports.add(nodes.report(value, "activation", observed.extremes(), valueParameters)
                .withHistogram(HistogramSummary.of(observed)));
    }
}
