package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.cost.KernelRates;
import dev.narrowgauge.engine.quantizer.cost.PlannedKernels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Convolutions of single channels get as many as their kernel takes at once, and give the same. */
class TestChannelPadding {
    private static final long SEED = 29;
    private static final int CHANNELS = 22;
    private static final int NETWORKS = 60;

    private static String depthwise(TinyModel m, String x, int channels) {
        return m.node(
                "Conv",
                List.of(x, m.random(0.3, channels, 1, 3, 3), m.random(0.5, channels)),
                integer("group", channels),
                integers("pads", 1, 1, 1, 1));
    }

    private static String gate(TinyModel m, String x) {
        String pooled = m.node("GlobalAveragePool", List.of(x));
        String narrow = m.node("Relu", List.of(m.node("Conv", List.of(pooled, m.random(0.5, 4, CHANNELS, 1, 1)))));
        return m.node("Sigmoid", List.of(m.node("Conv", List.of(narrow, m.random(0.5, CHANNELS, 4, 1, 1)))));
    }

    private static List<Long> groups(ModelProto model) {
        return model.getGraph().getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .filter(attribute -> attribute.getName().equals("group"))
                .map(AttributeProto::getI)
                .toList();
    }

    @Test
    void anInvertedResidualWithAGate() {
        TinyModel m = new TinyModel(SEED);
        String x = m.conv(m.input("x", 1, 3, 8, 8), 3, 10);
        String y = m.node("HardSwish", List.of(m.conv(x, 10, CHANNELS)));
        y = m.node("Relu", List.of(depthwise(m, y, CHANNELS)));
        y = m.node("Mul", List.of(y, gate(m, y)));
        y = m.node("Add", List.of(y, m.random(0.5, CHANNELS, 1, 1)));
        m.output(m.conv(m.node("Add", List.of(x, m.conv(y, CHANNELS, 10))), 10, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(groups(run.quantized().model())).containsExactly(32L);
        assertThat(run.fused()).containsEntry("QuantizeLinear", 1).containsEntry("DequantizeLinear", 1);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    /** The codes of the channels that there were do not change. */
    @Test
    void givesTheSameBits() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Relu", List.of(m.conv(m.input("x", 1, 3, 8, 8), 3, CHANNELS)));
        m.output(m.conv(depthwise(m, depthwise(m, x, CHANNELS), CHANNELS), CHANNELS, 4));
        TinyRun padded = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        // With the channels read by something else they stay as they are.
        m.output(m.node("Shape", List.of(x)), ElementType.INT64);
        TinyRun plain = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(groups(padded.quantized().model())).containsExactly(32L, 32L);
        assertThat(groups(plain.quantized().model())).containsExactly(22L, 22L);
        String output = m.build().getGraph().getOutput(0).getName();
        Map<String, float[]> expected = plain.outputs();
        assertThat(padded.outputs().get(output)).containsExactly(expected.get(output));
    }

    /** The same networks with and without the new channels, which a reader of their shape forbids. */
    @Test
    void networksOfAnyStructureGiveTheSameBits() {
        int filled = 0;
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            TinyRun padded = TinyRun.of(new RandomChannels(seed, false).model(), Recipe.INT8_STATIC, seed);
            TinyRun plain = TinyRun.of(new RandomChannels(seed, true).model(), Recipe.INT8_STATIC, seed);
            assertThat(plain.quantized().channels()).as("seed %d", seed).isEmpty();
            long at = seed;
            filled += padded.quantized().channels().isEmpty() ? 0 : 1;
            Map<String, float[]> expected = plain.outputs();
            padded.outputs()
                    .forEach((name, values) ->
                            assertThat(values).as("%s of seed %d", name, at).containsExactly(expected.get(name)));
            assertThat(padded.worstSqnr()).as("seed %d", seed).isGreaterThan(10);
        }
        assertThat(filled).isGreaterThan(NETWORKS / 4);
    }

    @Test
    void whatTheModelGivesKeepsItsChannels() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Relu", List.of(m.conv(m.input("x", 1, 3, 8, 8), 3, CHANNELS)));
        String y = depthwise(m, x, CHANNELS);
        m.output(y);
        m.output(m.conv(y, CHANNELS, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(groups(run.quantized().model())).containsExactly(22L);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    @Test
    void declaredShapesFollow() {
        TinyModel m = new TinyModel(SEED);
        String x = m.conv(m.input("x", 1, 3, 8, 8), 3, CHANNELS);
        String y = depthwise(m, x, CHANNELS);
        m.output(m.conv(y, CHANNELS, 4));
        ModelProto model = m.build();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (String value : List.of(x, y)) {
            graph.addValueInfo(TinyModel.value(value, ElementType.FLOAT, 1, CHANNELS, 8, 8));
        }
        TinyRun run = TinyRun.of(model.toBuilder().setGraph(graph).build(), Recipe.INT8_STATIC, SEED);
        assertThat(groups(run.quantized().model())).containsExactly(32L);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    /** A placement counts with the channels that the kernel will have. */
    @Test
    void isForeseenInThePlannedCost() {
        Map<Integer, Double> nanos = new HashMap<>();
        for (int channels : new int[] {CHANNELS, 32}) {
            TinyModel m = new TinyModel(SEED);
            String x = m.conv(m.input("x", 1, 3, 8, 8), 3, channels);
            m.output(m.conv(depthwise(m, x, channels), channels, 4));
            Graph graph = Graph.of(m.build().getGraph());
            PlannedKernels kernels = PlannedKernels.of(graph, Map.of(), KernelRates.of(Target.X86_VNNI));
            nanos.put(channels, kernels.inIntegers(graph.topologicalOrder().get(1)));
        }
        assertThat(nanos.get(CHANNELS)).isEqualTo(nanos.get(32));
    }
}
