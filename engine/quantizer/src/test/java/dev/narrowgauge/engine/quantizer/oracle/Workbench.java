package dev.narrowgauge.engine.quantizer.oracle;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizationPlan;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;

/** The models and data that tests share, and the whole way from one to the other. */
final class Workbench {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root", "."));

    private Workbench() {}

    /** A file of the demo where that has it, so that a checkout alone proves the digits; else one beside the checkout. */
    static Path shared(String name) {
        Path demo = ROOT.resolve("demo").resolve(Path.of(name).getFileName());
        if (Files.exists(demo)) {
            return demo;
        }
        Path file = ROOT.resolveSibling("shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file + ", which is not here");
        return file;
    }

    /** The model as the runtime module prepares it. */
    static ModelProto prepared(String model) {
        OnnxModel read = OnnxModelReader.read(shared("models/" + model + ".onnx"));
        return Oracle.optimized(read.inlined().proto(), OptLevel.BASIC_OPT);
    }

    static QuantizedModel quantize(ModelProto prepared, Recipe recipe, Path calibration, int samples) {
        QuantizationPlan plan = StaticQuantizer.plan(prepared, recipe);
        return plan.quantize(observe(plan.floatModel(), plan.observedTensors(), calibration, samples));
    }

    static CalibrationStatistics observe(ModelProto model, Set<String> tensors, Path calibration, int samples) {
        CalibrationStatistics.Collector collector = new CalibrationStatistics.Collector();
        try (Oracle.Running running = new Oracle.Running(exposing(model, tensors), OptLevel.NO_OPT)) {
            forEachBatch(
                    calibration,
                    running,
                    samples,
                    (batch, results) -> results.forEach((name, values) -> {
                        if (tensors.contains(name)) {
                            collector.observe(name, FloatBuffer.wrap(values));
                        }
                    }));
        }
        return collector.statistics();
    }

    /** The same model with those values as outputs too; an input is passed through. */
    static ModelProto exposing(ModelProto model, Set<String> tensors) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        tensors.stream()
                .filter(name -> !outputs.contains(name))
                .forEach(name -> graph.addOutput(ValueInfoProto.newBuilder().setName(name)));
        return model.toBuilder().setGraph(graph).build();
    }

    static void forEachBatch(
            Path dataset, Oracle.Running model, int samples, BiConsumer<Batch, Map<String, float[]>> reader) {
        try (SampleSet data = SampleSet.open(dataset)) {
            List<InputSpec> inputs = data.arrays().stream()
                    .filter(array -> model.inputs().contains(array.name()))
                    .map(InputSpec::of)
                    .map(spec -> new InputSpec(spec.name(), spec.elementType(), free(spec.dims())))
                    .toList();
            try (Batches batches = data.bind(inputs).batches(Math.min(samples, 64))) {
                while (batches.hasNext()) {
                    Batch batch = batches.next();
                    if (batch.first() >= samples) {
                        return;
                    }
                    reader.accept(batch, resultsOf(model, batch));
                }
            }
        }
    }

    private static List<Long> free(List<Long> dims) {
        List<Long> result = new ArrayList<>(dims);
        result.set(0, -1L);
        return result;
    }

    private static Map<String, float[]> resultsOf(Oracle.Running model, Batch batch) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, float[]> results = new HashMap<>();
        for (BatchTensor tensor : batch.tensors()) {
            inputs.put(tensor.name(), Oracle.tensor(tensor));
            if (tensor.elementType() == dev.narrowgauge.engine.onnx.model.ElementType.FLOAT) {
                results.put(tensor.name(), copyOf(tensor.data().asFloatBuffer()));
            }
        }
        model.run(inputs, (name, values) -> results.put(name, copyOf(values)));
        return results;
    }

    private static float[] copyOf(FloatBuffer values) {
        float[] copy = new float[values.remaining()];
        values.duplicate().get(copy);
        return copy;
    }

    /** Share of samples whose largest result is the label, and signal to noise against the reference in decibel. */
    record Quality(double top1, double referenceTop1, double sqnrDb) {}

    static Quality compare(ModelProto reference, ModelProto variant, Path evaluation, int samples) {
        List<float[]> expected = new ArrayList<>();
        double[] sums = new double[5];
        try (Oracle.Running base = new Oracle.Running(reference, OptLevel.ALL_OPT);
                Oracle.Running other = new Oracle.Running(variant, OptLevel.ALL_OPT)) {
            String output = reference.getGraph().getOutput(0).getName();
            forEachBatch(evaluation, base, samples, (batch, results) -> expected.add(results.get(output)));
            forEachBatch(
                    evaluation,
                    other,
                    samples,
                    (batch, results) -> add(sums, batch, expected.removeFirst(), results.get(output)));
        }
        return new Quality(sums[0] / sums[2], sums[1] / sums[2], 10 * Math.log10(sums[3] / sums[4]));
    }

    private static void add(double[] sums, Batch batch, float[] expected, float[] actual) {
        int classes = expected.length / batch.size();
        for (int sample = 0; sample < batch.size(); sample++) {
            long label = batch.labels().get(sample);
            sums[0] += largest(actual, sample * classes, classes) == label ? 1 : 0;
            sums[1] += largest(expected, sample * classes, classes) == label ? 1 : 0;
            sums[2]++;
        }
        for (int i = 0; i < expected.length; i++) {
            double error = (double) expected[i] - actual[i];
            sums[3] += (double) expected[i] * expected[i];
            sums[4] += error * error;
        }
    }

    private static int largest(float[] values, int start, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[start + i] > values[start + best] ? i : best;
        }
        return best;
    }
}
