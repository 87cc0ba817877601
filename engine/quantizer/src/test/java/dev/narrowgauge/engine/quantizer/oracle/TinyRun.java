package dev.narrowgauge.engine.quantizer.oracle;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.InnerValues;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizationPlan;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A tiny model quantized with random samples, and what comes of it. */
record TinyRun(ModelProto floatModel, QuantizedModel quantized, Map<String, float[]> samples) {

    /** What a dimension of any size gets. */
    private static final long ANY_SIZE = 2;

    static TinyRun of(ModelProto model, Recipe recipe, long seed) {
        return of(model, recipe, seed, UnaryOperator.identity());
    }

    /** @param change makes another plan of the one that is observed for */
    static TinyRun of(ModelProto model, Recipe recipe, long seed, UnaryOperator<QuantizationPlan> change) {
        return of(model, recipe, samples(model, new Random(seed)), change);
    }

    /** With these samples instead of random ones. */
    static TinyRun of(ModelProto model, Recipe recipe, Map<String, float[]> samples) {
        return of(model, recipe, samples, UnaryOperator.identity());
    }

    private static TinyRun of(
            ModelProto model, Recipe recipe, Map<String, float[]> samples, UnaryOperator<QuantizationPlan> change) {
        QuantizationPlan plan = StaticQuantizer.plan(model, recipe);
        InnerValues.Exposed inner = InnerValues.expose(plan.floatModel(), plan.observedTensors());
        ModelProto observed = exposing(inner.model(), plan.observedTensors());
        CalibrationStatistics.Collector collector = new CalibrationStatistics.Collector();
        Oracle.run(observed, tensors(model, samples), OptLevel.NO_OPT).forEach((output, values) -> {
            String name = inner.outputs().getOrDefault(output, output);
            if (plan.observedTensors().contains(name)) {
                collector.observe(name, FloatBuffer.wrap(values));
            }
        });
        samples.forEach((name, values) -> collector.observe(name, FloatBuffer.wrap(values)));
        CalibrationStatistics statistics = collector.statistics();
        return new TinyRun(model, change.apply(plan.observed(statistics)).quantize(statistics), samples);
    }

    /** The model with those values of its main graph as outputs, too. */
    static ModelProto exposing(ModelProto model, Collection<String> tensors) {
        GraphProto.Builder exposed = model.getGraph().toBuilder();
        Graph graph = Graph.of(model.getGraph());
        for (String name : tensors) {
            boolean isInner = graph.producer(name).isEmpty() && !graph.isGraphInput(name);
            if (!isInner
                    && model.getGraph().getOutputList().stream()
                            .noneMatch(output -> output.getName().equals(name))) {
                exposed.addOutput(ValueInfoProto.newBuilder().setName(name));
            }
        }
        return model.toBuilder().setGraph(exposed).build();
    }

    Map<String, Integer> fused() {
        return Oracle.fusedOperators(quantized.model());
    }

    /** What the quantized model gives, fully optimized. */
    Map<String, float[]> outputs() {
        return Oracle.run(quantized.model(), tensors(floatModel, samples), OptLevel.ALL_OPT);
    }

    /** 10·log10 of signal to noise of the worst output, in the fully optimized models. */
    double worstSqnr() {
        return sqnrOf(quantized.model());
    }

    /** The same for another variant of the float model. */
    double sqnrOf(ModelProto variant) {
        Map<String, float[]> expected = Oracle.run(floatModel, tensors(floatModel, samples), OptLevel.ALL_OPT);
        Map<String, float[]> actual = Oracle.run(variant, tensors(floatModel, samples), OptLevel.ALL_OPT);
        return expected.keySet().stream()
                .mapToDouble(name -> sqnr(expected.get(name), actual.get(name)))
                .min()
                .orElseThrow();
    }

    static double sqnr(float[] expected, float[] actual) {
        double signal = 0;
        double noise = 1e-30;
        for (int i = 0; i < expected.length; i++) {
            signal += (double) expected[i] * expected[i];
            noise += Math.pow((double) expected[i] - actual[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }

    /** Normally distributed values for every float input. */
    static Map<String, float[]> samples(ModelProto model, Random random) {
        Map<String, float[]> samples = new HashMap<>();
        for (ValueInfoProto input : model.getGraph().getInputList()) {
            if (type(input) == ElementType.FLOAT) {
                float[] values = new float[size(input)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                samples.put(input.getName(), values);
            }
        }
        return samples;
    }

    /** The samples as tensors, and zeros and ones, truths or words for the other inputs. */
    static Map<String, OnnxTensor> tensors(ModelProto model, Map<String, float[]> samples) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (ValueInfoProto input : model.getGraph().getInputList()) {
            String name = input.getName();
            tensors.put(
                    name,
                    samples.containsKey(name)
                            ? Oracle.tensor(samples.get(name), dims(input))
                            : Oracle.alternating(type(input), size(input), dims(input)));
        }
        return tensors;
    }

    private static ElementType type(ValueInfoProto input) {
        return ElementType.ofNumber(input.getType().getTensorType().getElemType())
                .orElseThrow();
    }

    private static int size(ValueInfoProto input) {
        return (int) Arrays.stream(dims(input)).reduce(1, (a, b) -> a * b);
    }

    private static long[] dims(ValueInfoProto value) {
        return value.getType().getTensorType().getShape().getDimList().stream()
                .mapToLong(dimension -> dimension.hasDimParam() ? ANY_SIZE : dimension.getDimValue())
                .toArray();
    }
}
