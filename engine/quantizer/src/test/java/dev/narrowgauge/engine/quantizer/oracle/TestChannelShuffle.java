package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Channels are shuffled to the same bits by one Gather, which runs on codes and keeps its layout. */
class TestChannelShuffle {
    private static final long SEED = 3;

    @Test
    void givesTheSameBits() {
        for (long batch : new long[] {1, 2, -1}) {
            for (long groups : new long[] {2, 3, 4}) {
                assertThat(rewritten(shuffle(batch, new long[] {batch, groups, 12 / groups, 5, 6}, 0, 2, 1, 3, 4)))
                        .containsExactly("Gather");
                assertThat(rewritten(shuffle(batch, new long[] {batch, groups, 12 / groups, 30}, 0, 2, 1, 3)))
                        .containsExactly("Gather");
            }
        }
    }

    @Test
    void otherPermutationsStay() {
        assertThat(rewritten(shuffle(2, new long[] {2, 3, 4, 5, 6}, 0, 1, 2, 4, 3)))
                .hasSize(3);
        assertThat(rewritten(shuffle(2, new long[] {2, 3, 4, 6, 5}, 0, 2, 1, 4, 3)))
                .hasSize(3);
        // Parts of the batch are exchanged with channels.
        assertThat(rewritten(shuffle(2, new long[] {4, 2, 3, 5, 6}, 0, 2, 1, 3, 4)))
                .hasSize(3);
    }

    @Test
    void runsOnCodesBetweenConvolutions() {
        TinyModel m = new TinyModel(SEED);
        String x = m.conv(m.input("x", 1, 3, 8, 8), 3, 12);
        String apart = m.node("Reshape", List.of(x, m.constant(1, 2, 6, 8, 8)));
        String swapped = m.node("Transpose", List.of(apart), integers("perm", 0, 2, 1, 3, 4));
        m.output(m.conv(m.node("Reshape", List.of(swapped, m.constant(1, 12, 8, 8))), 12, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused())
                .containsEntry("Gather", 1)
                .containsEntry("QLinearConv", 2)
                .containsEntry("DequantizeLinear", 1)
                .doesNotContainKey("Reshape");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    private static ModelProto shuffle(long batch, long[] grouped, long... permutation) {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", batch, 12, 5, 6);
        String apart = m.node("Reshape", List.of(x, m.constant(grouped)));
        String swapped = m.node("Transpose", List.of(apart), integers("perm", permutation));
        m.output(m.node("Reshape", List.of(swapped, m.constant(batch, 12, 5, 6))));
        return m.build();
    }

    private static List<String> rewritten(ModelProto model) {
        ModelProto prepared = ModelPreparation.forIntegers(model);
        Map<String, float[]> samples = TinyRun.samples(model, new Random(SEED));
        assertThat(Oracle.run(prepared, TinyRun.tensors(model, samples), OptLevel.NO_OPT))
                .usingRecursiveComparison()
                .isEqualTo(Oracle.run(model, TinyRun.tensors(model, samples), OptLevel.NO_OPT));
        return prepared.getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }
}
