package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A Resize to nearest neighbours gives the same bits before and after it is written in its fast form. */
class TestNearestNeighbours {
    private static final long SEED = 5;
    private static final List<String> COORDINATES =
            List.of("half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners");
    private static final List<String> ROUNDINGS = List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil");

    @Test
    void givesTheSameBits() {
        int fast = 0;
        for (String coordinates : COORDINATES) {
            for (String rounding : ROUNDINGS) {
                for (float[] scales : List.of(
                        new float[] {1, 1, 2, 2},
                        new float[] {1, 1, 7, 3},
                        new float[] {1, 1, 1.5f, 2},
                        new float[] {1, 1, 1, 4},
                        new float[] {1, 2, 2, 2})) {
                    TinyModel m = new TinyModel(SEED);
                    String x = m.input("x", 1, 3, 10, 9);
                    m.output(m.node(
                            "Resize",
                            List.of(x, "", m.constant(scales, 4)),
                            text("coordinate_transformation_mode", coordinates),
                            text("nearest_mode", rounding)));
                    fast += assertSameBits(m.build());
                }
            }
        }
        // Five pairs of modes, three scales.
        assertThat(fast).isEqualTo(15);
    }

    @Test
    void sizesBecomeScales() {
        for (long[] sizes : List.of(new long[] {1, 3, 20, 18}, new long[] {1, 3, 15, 18})) {
            TinyModel m = new TinyModel(SEED);
            String x = m.input("x", 1, 3, 10, 9);
            m.output(m.node("Resize", List.of(x, "", "", m.constant(sizes))));
            assertThat(assertSameBits(m.build())).isEqualTo(sizes[2] == 20 ? 1 : 0);
        }
    }

    private static int assertSameBits(ModelProto model) {
        ModelProto prepared = ModelPreparation.forIntegers(model);
        Map<String, float[]> samples = TinyRun.samples(model, new Random(SEED));
        assertThat(Oracle.run(prepared, TinyRun.tensors(model, samples), OptLevel.NO_OPT))
                .usingRecursiveComparison()
                .isEqualTo(Oracle.run(model, TinyRun.tensors(model, samples), OptLevel.NO_OPT));
        NodeProto node = prepared.getGraph().getNode(0);
        return node.getInputCount() == 3
                        && node.getAttributeList().stream()
                                .anyMatch(attribute ->
                                        attribute.getS().toStringUtf8().equals("asymmetric"))
                        && node.getAttributeList().stream()
                                .anyMatch(attribute ->
                                        attribute.getS().toStringUtf8().equals("floor"))
                        && node.getAttributeCount() == 3
                ? 1
                : 0;
    }
}
