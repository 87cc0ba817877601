package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.proto.engine.CheckRanges;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.RangeUse;
import dev.narrowgauge.proto.engine.RangesChecked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that a quantized model cannot represent are counted. */
class TestRanges {
    private static final int SAMPLES = 16;
    private static final int VALUES = 3 * 8 * 8;
    private static final double SCALE = 0.02;
    private static final int ZERO_POINT = 100;

    @TempDir
    private Path directory;

    private RangesChecked check(Path model, Path samples) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(1)
                .setCheckRanges(CheckRanges.newBuilder()
                        .setModelPath(model.toString())
                        .setDatasetPath(samples.toString())
                        .setWorkDirectory(directory.toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getRangesChecked();
    }

    /** The same values drawn once more and quantized as ONNX says: a code that had to be moved was clipped. */
    @Test
    void clippedValuesAreThoseWhoseCodeHadToBeMoved() throws IOException {
        TinyGraph graph = new TinyGraph();
        graph.node("Identity", "y", List.of(graph.codesAndBack("x", ElementType.UINT8, ZERO_POINT)));
        Path model = TinyGraph.write(graph.build("y", 3), directory.resolve("codes.onnx"));
        RangesChecked checked = check(model, TinyGraph.samples(directory.resolve("samples.npz")));
        Random random = new Random(6);
        long below = 0;
        long above = 0;
        long clippedSamples = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            long before = below + above;
            for (int i = 0; i < VALUES; i++) {
                double code = Math.rint((float) random.nextGaussian() / SCALE) + ZERO_POINT;
                below += code < 0 ? 1 : 0;
                above += code > 255 ? 1 : 0;
            }
            clippedSamples += below + above > before ? 1 : 0;
        }
        assertThat(below).as("the test has values on both sides").isPositive();
        assertThat(above).isPositive();
        assertThat(checked.getSamples()).isEqualTo(SAMPLES);
        assertThat(checked.getUnseen()).isZero();
        RangeUse use = checked.getRanges(0);
        assertThat(checked.getRangesCount()).isEqualTo(1);
        assertThat(use.getTensor()).isEqualTo("x");
        assertThat(use.getLow()).isCloseTo(-ZERO_POINT * SCALE, within(1e-6));
        assertThat(use.getHigh()).isCloseTo((255 - ZERO_POINT) * SCALE, within(1e-6));
        assertThat(use.getValues()).isEqualTo(SAMPLES * VALUES);
        assertThat(use.getBelow()).isEqualTo(below);
        assertThat(use.getAbove()).isEqualTo(above);
        assertThat(use.getClippedSamples()).isEqualTo(clippedSamples);
    }

    @Test
    void rangesThatFollowFromTheInputAreNotLookedAt() throws IOException {
        TinyGraph graph = new TinyGraph();
        graph.node("Relu", "y", List.of("x"));
        RangesChecked none = check(
                TinyGraph.write(graph.build("y", 3), directory.resolve("float.onnx")),
                TinyGraph.samples(directory.resolve("samples.npz")));
        assertThat(none.getRangesList()).isEmpty();
        assertThat(none.getUnseen()).isZero();
        assertThat(none.getSamples()).isEqualTo(SAMPLES);
    }

    /** Ranges from the extremes of the calibration samples hold these; the same samples in another unit leave them. */
    @Test
    void networkKnowsWhenItsInputsChange() throws IOException {
        Path model = directory.resolve("int8.onnx");
        EngineEvent made = EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(2)
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(Samples.model("digits-cnn").toString())
                        .setCalibrationPath(Samples.calibration("digits").toString())
                        .setRecipeJson(
                                "{\"mode\":\"static\",\"target\":\"generic\",\"calibration\":{\"method\":\"minmax\"}}")
                        .setOutputPath(model.toString())
                        .setWorkDirectory(directory.toString()))
                .build());
        assertThat(made.getFailure().getMessage()).isEmpty();
        RangesChecked usual = check(model, part("usual.npz", 1));
        RangesChecked brighter = check(model, part("brighter.npz", 4));
        assertThat(usual.getRangesList()).hasSizeGreaterThan(2);
        assertThat(usual.getRanges(0).getBelow() + usual.getRanges(0).getAbove())
                .as("of the input, whose values are those of the calibration")
                .isZero();
        assertThat(brighter.getRanges(0).getAbove()).isPositive();
        assertThat(brighter.getRanges(0).getMaximum())
                .isCloseTo(4 * usual.getRanges(0).getMaximum(), within(1e-4));
        assertThat(brighter.getRanges(0).getClippedSamples()).isEqualTo(brighter.getSamples());
    }

    private Path part(String name, float factor) throws IOException {
        return NpzSubset.range(0, 64, Samples.calibration("digits"), directory.resolve(name), (array, values) -> {
            if (!array.startsWith("labels")) {
                scale(values, factor);
            }
        });
    }

    private static void scale(ByteBuffer values, float factor) {
        for (int i = values.position(); i < values.limit(); i += Float.BYTES) {
            values.putFloat(i, values.getFloat(i) * factor);
        }
    }
}
