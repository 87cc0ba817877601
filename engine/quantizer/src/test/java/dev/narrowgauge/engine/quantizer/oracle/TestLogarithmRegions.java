package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.placement.LogarithmRegions;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Front ends that make the logarithm of a spectrum of sound stay float; what follows them does not. */
class TestLogarithmRegions {
    private static final long SEED = 31;
    private static final int SOUNDS = 16;
    private static final int LENGTH = 1536;
    private static final int WINDOW = 64;
    private static final int BINS = WINDOW / 2 + 1;
    private static final int BANDS = 12;

    /** With everything of a front end in integers that has a kernel. */
    private static final Recipe ALL = Recipe.fromMap(Map.of(
            "mode",
            "static",
            "overrides",
            Map.of("nodes", List.of(Map.of("match", List.of("Conv*", "MatMul*"), "placement", "quantized")))));

    static Stream<Arguments> frontEnds() {
        return Stream.of("squares", "power", "magnitude")
                .flatMap(form -> Stream.of(Arguments.of(form, false), Arguments.of(form, true)));
    }

    @ParameterizedTest(name = "{0}, real sounds {1}")
    @MethodSource("frontEnds")
    void frontEndStaysFloat(String form, boolean real) {
        ModelProto model = model(form);
        Map<String, float[]> sounds = real ? recorded() : random();
        TinyRun run = TinyRun.of(model, Recipe.INT8_STATIC, sounds);
        assertThat(run.quantized().nodes())
                .filteredOn(node -> node.reason().equals(LogarithmRegions.REASON))
                .extracting(NodeReport::opType)
                .contains("Conv", "MatMul")
                .doesNotContain("Relu");
        assertThat(run.quantized().nodes())
                .filteredOn(node -> node.opType().equals("Conv"))
                .extracting(NodeReport::placement)
                .containsExactly(NodeReport.FLOAT, NodeReport.QUANTIZED, NodeReport.QUANTIZED);
        assertThat(run.worstSqnr())
                .isGreaterThan(25)
                .isGreaterThan(TinyRun.of(model, ALL, sounds).worstSqnr() + 5);
    }

    /** The logarithm of a softmax needs its small shares, and nothing of what the softmax reads. */
    @Test
    void learnedLayersBeforeALogarithmAreQuantized() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, 3, 8, 8);
        String first = model.node("Relu", List.of(model.conv(x, 3, 8)));
        String pooled = model.node("Flatten", List.of(model.node("GlobalAveragePool", List.of(first))));
        String scores = model.gemm(pooled, 8, 10);
        model.output(model.node("Log", List.of(model.node("Softmax", List.of(scores), integer("axis", -1)))));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.quantized().nodes())
                .filteredOn(node -> node.reason().equals(LogarithmRegions.REASON))
                .extracting(NodeReport::opType)
                .containsExactly("Softmax");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void sixteenBitsHoldTheRatios() {
        Recipe wide = Recipe.fromMap(Map.of("mode", "static", "activations", Map.of("type", "uint16")));
        assertThat(TinyRun.of(model("squares"), wide, random()).quantized().nodes())
                .extracting(NodeReport::reason)
                .doesNotContain(LogarithmRegions.REASON);
    }

    @Test
    void whatIsDemandedIsQuantizedInModeDynamicToo() {
        Recipe demanded = Recipe.fromMap(Map.of(
                "mode",
                "dynamic",
                "overrides",
                Map.of("nodes", List.of(Map.of("match", List.of("MatMul*"), "placement", "quantized")))));
        assertThat(TinyRun.of(model("squares"), demanded, random()).quantized().nodes())
                .filteredOn(node -> node.opType().equals("MatMul"))
                .extracting(NodeReport::placement)
                .containsExactly(NodeReport.QUANTIZED);
    }

    /** A region may be as deep as a network is. */
    @Test
    void deepChainBeforeALogarithm() {
        TinyModel model = new TinyModel(SEED);
        String value = model.input("x", 1, 4);
        for (int i = 0; i < 20_000; i++) {
            value = model.node("Abs", List.of(value));
        }
        model.output(model.node("Log", List.of(value)));
        Graph graph = Graph.of(model.build().getGraph());
        LogarithmRegions regions = LogarithmRegions.of(graph);
        assertThat(graph.topologicalOrder()).filteredOn(regions::contains).hasSize(20_000);
    }

    /** A Fourier transform as a convolution, bands of its power, their logarithm, and a network. */
    private static ModelProto model(String form) {
        TinyModel model = new TinyModel(SEED);
        String sound = model.node("Unsqueeze", List.of(model.input("input", SOUNDS, LENGTH), model.constant(1L)));
        String transformed = model.node(
                "Conv",
                List.of(sound, model.constant(transform(), 2 * BINS, 1, WINDOW)),
                integers("strides", WINDOW / 2));
        List<String> parts = model.nodes("Split", 2, List.of(transformed), integer("axis", 1));
        String power = model.node(
                "Add", parts.stream().map(part -> square(model, part, form)).toList());
        String spectrum = form.equals("magnitude") ? model.node("Sqrt", List.of(power)) : power;
        String bands = model.node("MatMul", List.of(model.constant(bands(), BANDS, BINS), spectrum));
        String loudness = model.node("Log", List.of(model.node("Clip", List.of(bands, model.scalar(1e-6f)))));
        String first = model.node("Relu", List.of(conv(model, loudness, BANDS, 24)));
        model.output(conv(model, first, 24, 8));
        return model.build();
    }

    private static String square(TinyModel model, String part, String form) {
        return form.equals("power")
                ? model.node("Pow", List.of(part, model.scalar(2)))
                : model.node("Mul", List.of(part, part));
    }

    private static String conv(TinyModel model, String input, int from, int to) {
        return model.node(
                "Conv", List.of(input, model.random(Math.sqrt(2.0 / (3 * from)), to, from, 3)), integers("pads", 1, 1));
    }

    private static float[] transform() {
        float[] weights = new float[2 * BINS * WINDOW];
        for (int i = 0; i < weights.length; i++) {
            int row = i / WINDOW;
            double angle = 2 * Math.PI * (row % BINS) * (i % WINDOW) / WINDOW;
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i % WINDOW) / WINDOW);
            weights[i] = (float) (window * (row < BINS ? Math.cos(angle) : -Math.sin(angle)));
        }
        return weights;
    }

    private static float[] bands() {
        float[] weights = new float[BANDS * BINS];
        double width = (double) BINS / BANDS;
        for (int i = 0; i < weights.length; i++) {
            double centre = (i / BINS + 0.5) * width;
            weights[i] = (float) Math.max(0, 1 - Math.abs(i % BINS + 0.5 - centre) / width);
        }
        return weights;
    }

    /** Noise as sounds are: low tones louder than high ones, and some sounds louder than others. */
    private static Map<String, float[]> random() {
        Random random = new Random(SEED);
        float[] values = new float[SOUNDS * LENGTH];
        double loudness = 0;
        double last = 0;
        for (int i = 0; i < values.length; i++) {
            loudness = i % LENGTH == 0 ? Math.exp(-6 * random.nextDouble()) : loudness;
            last = 0.98 * last + loudness * random.nextGaussian();
            values[i] = (float) last;
        }
        return Map.of("input", values);
    }

    /** Speech at 16 kHz. */
    private static Map<String, float[]> recorded() {
        float[] values = new float[SOUNDS * LENGTH];
        try (SampleSet dataset = SampleSet.open(Workbench.shared("datasets/wild/silero-vad-calibration.npz"))) {
            InputSpec input = new InputSpec("input", ElementType.FLOAT, List.of(-1L, -1L, -1L));
            try (Batches batches = dataset.bind(List.of(input)).batches(SOUNDS)) {
                Batch batch = batches.next();
                FloatBuffer sounds = batch.tensors().getFirst().data().asFloatBuffer();
                sounds.get(values);
            }
        }
        return Map.of("input", values);
    }
}
