package dev.narrowgauge.engine.quantizer.oracle;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.HalfPrecisionPlan;
import dev.narrowgauge.engine.quantizer.float16.ValueRanges;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes every variant of one model and holds it against what was asked; collects what is wrong. */
final class CorpusCheck {
    private static final long SEED = 21;
    private static final long LAST = 22;

    private static final String ARM = "arm";

    /** Other ways to write integers than the default. */
    private static final List<Style> STYLES = List.of(
            new Style("tensorrt", 0, Map.of("target", "tensorrt")),
            new Style(ARM, 0, Map.of("target", "arm-dotprod")),
            // A step of a function turns the least error into a large one.
            new Style("int16", 15, Map.of("activations", Map.of("type", "int16", "symmetric", true))));

    private record Style(String name, double leastDecibel, Map<String, ?> settings) {
        Recipe recipe() {
            return Recipe.fromMap(settings);
        }
    }

    /** ONNX Runtime's layout optimizer moves a Transpose into what reads their shapes, and then fails. */
    private static final Set<String> WRONG_LAYOUT = Set.of("CenterCropPad");

    private final List<String> failures = new ArrayList<>();
    private final Set<String> refusals = new TreeSet<>();
    private final Set<String> notRun = new TreeSet<>();
    private int models;
    private int variants;

    /**
     * @param exact what outputs must be bit for bit where nothing before them is quantized
     */
    private record Subject(
            String name,
            ModelProto prepared,
            OptLevel level,
            Map<String, float[]> samples,
            Map<String, float[]> expected,
            Map<String, float[]> exact,
            boolean comparable) {
        Map<String, OnnxTensor> tensors() {
            return TinyRun.tensors(prepared, samples);
        }
    }

    List<String> failures() {
        return failures;
    }

    /** What the quantizer refuses, with its code. */
    Set<String> refusals() {
        return refusals;
    }

    /** What ONNX Runtime has no kernel for, by operator and opset. */
    Set<String> notRun() {
        return notRun;
    }

    String summary() {
        return models + " models, " + variants + " variants";
    }

    void check(Corpus.Entry entry, long opset, boolean between) {
        CorpusModel corpusModel = new CorpusModel(opset, between);
        entry.builder().accept(corpusModel);
        ModelProto model = corpusModel.build();
        String name = entry + " at opset " + opset + (between ? " between products" : "");
        OptLevel level = WRONG_LAYOUT.contains(entry.operator()) ? OptLevel.EXTENDED_OPT : OptLevel.ALL_OPT;
        check(name, entry.operator() + " " + opset, model, level, entry.comparable(), between && opset == LAST);
    }

    void check(String name, String kind, ModelProto model, OptLevel level, boolean comparable, boolean everyStyle) {
        Map<String, float[]> samples = TinyRun.samples(model, new Random(SEED));
        ModelProto prepared;
        try {
            Oracle.run(model, TinyRun.tensors(model, samples), OptLevel.NO_OPT);
            prepared = prepared(model);
        } catch (AssertionError e) {
            boolean noKernel = e.getCause() != null && e.getCause().getMessage().contains("NOT_IMPLEMENTED");
            (noKernel ? notRun : failures).add(noKernel ? kind : name + ": the model itself: " + cause(e));
            return;
        }
        models++;
        Map<String, float[]> expected = Oracle.run(prepared, TinyRun.tensors(model, samples), level);
        Subject subject = new Subject(
                name, prepared, level, samples, expected, exact(prepared, samples, level, expected), comparable);
        variant(
                subject,
                "int8",
                0,
                float32 -> TinyRun.of(float32, Recipe.INT8_STATIC, SEED)
                        .quantized()
                        .model());
        variant(
                subject,
                "dynamic",
                0,
                float32 -> DynamicQuantizer.plan(float32, Recipe.INT8_DYNAMIC)
                        .quantize()
                        .model());
        if (everyStyle) {
            STYLES.forEach(style -> variant(
                    subject,
                    style.name(),
                    style.leastDecibel(),
                    float32 -> TinyRun.of(float32, style.recipe(), SEED)
                            .quantized()
                            .model()));
        }
        variant(subject, "fp16", 20, float32 -> half(subject));
        variant(
                subject,
                "bf16",
                10,
                float32 -> Bfloat16Converter.convert(float32, Recipe.BF16_CONVERSION)
                        .model());
    }

    /** The form that integers go into may add up in another order. */
    private static Map<String, float[]> exact(
            ModelProto prepared, Map<String, float[]> samples, OptLevel level, Map<String, float[]> otherwise) {
        try {
            ModelProto form = ModelPreparation.forIntegers(prepared);
            return Oracle.run(form, TinyRun.tensors(form, samples), level);
        } catch (NarrowgaugeException e) {
            return otherwise;
        }
    }

    private void variant(
            Subject subject, String precision, double leastDecibel, Function<ModelProto, ModelProto> make) {
        ModelProto variant;
        try {
            variant = make.apply(subject.prepared());
        } catch (NarrowgaugeException e) {
            refusals.add(precision + " " + subject.name() + ": " + e.code() + " " + e.getMessage());
            return;
        } catch (AssertionError | RuntimeException e) {
            failures.add(subject.name() + " as " + precision + ": " + cause(e));
            return;
        }
        variants++;
        try {
            Map<String, float[]> actual = precision.equals(ARM)
                    ? Oracle.runAsOnArm(variant, subject.tensors(), subject.level())
                    : Oracle.run(variant, subject.tensors(), subject.level());
            Set<String> touched = touched(FlatModel.of(variant).graph());
            subject.expected()
                    .forEach((output, values) -> compare(
                            subject,
                            precision,
                            output,
                            values,
                            actual.get(output),
                            touched.contains(output),
                            leastDecibel));
        } catch (AssertionError e) {
            failures.add(subject.name() + " as " + precision + ": " + cause(e));
        }
    }

    private void compare(
            Subject subject,
            String precision,
            String output,
            float[] expected,
            float[] actual,
            boolean touched,
            double leastDecibel) {
        String where = subject.name() + " as " + precision + ", output " + output + ": ";
        if (actual == null) {
            failures.add(where + "is no float32 output any more");
            return;
        }
        if (!subject.comparable()) {
            return;
        }
        if (expected.length != actual.length) {
            failures.add(where + expected.length + " values became " + actual.length);
            return;
        }
        if ((precision.equals("int8") || precision.equals("dynamic"))
                && !touched
                && !Arrays.equals(subject.exact().get(output), actual)) {
            failures.add(where + "differs, although nothing before it is quantized");
            return;
        }
        for (int i = 0; i < expected.length; i++) {
            if (Float.isFinite(expected[i]) && !Float.isFinite(actual[i])) {
                failures.add(where + expected[i] + " became " + actual[i]);
                return;
            }
        }
        double decibel = TinyRun.sqnr(expected, actual);
        boolean finite = Double.isFinite(TinyRun.sqnr(expected, expected));
        if (finite && !(decibel > leastDecibel)) {
            failures.add(where + "is at " + decibel + " dB");
        }
    }

    private static ModelProto half(Subject subject) {
        HalfPrecisionPlan plan = HalfPrecisionPlan.of(subject.prepared(), Recipe.FP16_CONVERSION);
        ValueRanges ranges = new ValueRanges();
        subject.samples().forEach((name, values) -> ranges.observe(name, FloatBuffer.wrap(values)));
        ModelProto observed = TinyRun.exposing(plan.observedModel(), plan.observedTensors());
        Oracle.run(observed, subject.tensors(), OptLevel.NO_OPT)
                .forEach((name, values) -> ranges.observe(name, FloatBuffer.wrap(values)));
        Oracle.run(plan.emulate(ranges, Map.of()), subject.tensors(), OptLevel.BASIC_OPT);
        return plan.convert(ranges, Map.of()).model();
    }

    /** As the runtime module prepares it: simplified, with outputs as they were declared. */
    private static ModelProto prepared(ModelProto model) {
        ModelProto simplified = Oracle.optimized(model, OptLevel.BASIC_OPT);
        GraphProto graph = simplified.getGraph().toBuilder()
                .clearOutput()
                .addAllOutput(model.getGraph().getOutputList())
                .build();
        return simplified.toBuilder().setGraph(graph).build();
    }

    /** Values that something quantized comes before. */
    private static Set<String> touched(GraphProto graph) {
        Set<String> touched = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean quantizes =
                    node.getOpType().contains("uantize") || node.getOpType().endsWith("Integer");
            // What other graphs than branches and bodies read their node reads, too.
            boolean readsTouched = Stream.concat(node.getInputList().stream(), Subgraphs.capturedValues(node).stream())
                    .anyMatch(touched::contains);
            if (quantizes || readsTouched) {
                touched.addAll(node.getOutputList());
            }
        }
        return touched;
    }

    private static String cause(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        String message = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        String place = cause instanceof RuntimeException ? " at " + cause.getStackTrace()[0] : "";
        return cause.getClass().getSimpleName() + " " + message.substring(0, Math.min(300, message.length())) + place;
    }
}
