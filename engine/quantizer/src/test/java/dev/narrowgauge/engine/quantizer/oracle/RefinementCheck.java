package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Refines a model with an image of [2, 4, 6, 8] as input, and holds what comes out against what came out before. */
final class RefinementCheck {
    private static final long SEED = 5;
    private static final int SIZE = 2 * 4 * 6 * 8;

    private RefinementCheck() {}

    /** The refined model; fails where nothing was refined, or a value differs by more than that share of the largest. */
    static ModelProto assertSame(ModelProto model, float tolerance) {
        Preparation prepared = GraphRefinement.refine(model, (before, after) -> true);
        assertThat(prepared.steps()).isNotEmpty();
        float[] values = new float[SIZE];
        Random random = new Random(SEED);
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian() * 2;
        }
        Map<String, float[]> before = run(model, values);
        Map<String, float[]> after = run(prepared.model(), values);
        before.forEach((name, expected) -> {
            float largest = 0;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(after.get(name))
                    .usingComparatorWithPrecision(tolerance * Math.max(1, largest))
                    .containsExactly(expected);
        });
        return prepared.model();
    }

    private static Map<String, float[]> run(ModelProto model, float[] values) {
        return Oracle.run(model, Map.of("x", Oracle.tensor(values, 2, 4, 6, 8)), OptLevel.NO_OPT);
    }

    static List<String> operators(ModelProto model) {
        return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }
}
