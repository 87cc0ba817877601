package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Kernel;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.ModelProfile;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import dev.narrowgauge.proto.engine.Roof;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestProfiles {
    /** Eight channels of 8 x 8, each value of 3 channels of 3 x 3. */
    private static final long MULTIPLICATIONS = 8 * 8 * 8 * 3 * 9;

    private static Kernel multiplying(ModelProfile profile) {
        List<Kernel> kernels = profile.getKernelsList().stream()
                .filter(Kernel::hasMultiplications)
                .toList();
        assertThat(kernels).hasSize(1);
        return kernels.getFirst();
    }

    @Test
    void kernelsOfBothAreOfTheSamePart(@TempDir Path directory) throws IOException {
        TinyGraph floats = new TinyGraph();
        floats.node("Relu", "r", List.of(floats.conv("c", "x", 3, 8)));
        Path baseline = TinyGraph.write(floats.build("r", 8), directory.resolve("float.onnx"));
        TinyGraph integers = new TinyGraph();
        String codes = integers.codesAndBack("x", ElementType.UINT8, 128);
        integers.node("Relu", "r", List.of(integers.integerConv("c", codes, 3, 8)));
        String result = integers.codesAndBack("r", ElementType.UINT8, 0);
        Path variant = TinyGraph.write(integers.build(result, 8), directory.resolve("int8.onnx"));

        Profiled profiled = EngineDriver.answer(EngineRequest.newBuilder()
                        .setThreads(1)
                        .setProfile(Profile.newBuilder()
                                .setBaselinePath(baseline.toString())
                                .setVariantPath(variant.toString())
                                .setDatasetPath(TinyGraph.samples(directory.resolve("samples.npz"))
                                        .toString())
                                .setSeconds(0.01))
                        .build())
                .getResult()
                .getProfiled();

        Kernel inFloats = multiplying(profiled.getBaseline());
        Kernel inIntegers = multiplying(profiled.getVariant());
        assertThat(inFloats.getMultiplications()).isEqualTo(MULTIPLICATIONS);
        assertThat(inFloats.getKind()).isEqualTo("FLOAT");
        assertThat(inFloats.getElementType()).isEqualTo("float");
        assertThat(inIntegers.getMultiplications()).isEqualTo(MULTIPLICATIONS);
        assertThat(inIntegers.getKind()).isEqualTo("INTEGER");
        assertThat(inIntegers.getOperator()).isEqualTo("QLinearConv");
        assertThat(inIntegers.getElementType()).isEqualTo("uint8");
        assertThat(inFloats.getValuesList()).contains("r");
        assertThat(inIntegers.getValuesList()).contains("r");
        assertThat(profiled.getVariant().getKernelsList())
                .extracting(Kernel::getKind)
                .contains("CONVERSION");
        assertThat(profiled.getBaseline().getRuns()).isGreaterThanOrEqualTo(5);
        assertThat(profiled.getVariant().getRunMicros()).isPositive();
    }

    @Test
    void machineHasARoofInFloatsAndIntegers() {
        RooflineMeasured measured = EngineDriver.answer(EngineRequest.newBuilder()
                        .setThreads(1)
                        .setMeasureRoofline(MeasureRoofline.newBuilder().setSecondsPerKernel(0.001))
                        .build())
                .getResult()
                .getRooflineMeasured();
        assertThat(measured.getThreads()).isEqualTo(1);
        assertThat(measured.getRoofsList())
                .extracting(Roof::getNumbers)
                .containsExactly("FP32", "FP16", "BF16", "INT8");
        assertThat(List.of(measured.getRoofs(0), measured.getRoofs(3))).allSatisfy(roof -> {
            assertThat(roof.getMatrixRate()).isPositive();
            assertThat(roof.getConvolutionRate()).isPositive();
            assertThat(roof.getBytesPerSecond()).isPositive();
        });
    }
}
