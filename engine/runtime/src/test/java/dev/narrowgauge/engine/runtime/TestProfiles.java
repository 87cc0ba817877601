package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
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
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestProfiles {
    /** Eight channels of 8 x 8, each value of 3 channels of 3 x 3. */
    private static final long MULTIPLICATIONS = 8 * 8 * 8 * 3 * 9;

    /** Sixteen channels of 8 x 8, each value of 16 channels of 3 x 3. */
    private static final long OF_SIXTEEN = 8 * 8 * 16 * 16 * 9;

    @TempDir
    private Path directory;

    private static List<Kernel> multiplying(ModelProfile profile) {
        return profile.getKernelsList().stream()
                .filter(Kernel::hasMultiplications)
                .toList();
    }

    @Test
    void kernelsOfBothAreOfTheSamePart() throws IOException {
        TinyGraph floats = new TinyGraph();
        floats.node("Relu", "r", List.of(floats.conv("c", "x", 3, 8)));
        TinyGraph integers = new TinyGraph();
        String codes = integers.codesAndBack("x", ElementType.UINT8, 128);
        integers.node("Relu", "r", List.of(integers.integerConv("c", codes, 3, 8)));
        String result = integers.codesAndBack("r", ElementType.UINT8, 0);
        Profiled profiled = profile(floats.build("r", 8), integers.build(result, 8));

        assertThat(multiplying(profiled.getBaseline())).hasSize(1);
        assertThat(multiplying(profiled.getVariant())).hasSize(1);
        Kernel inFloats = multiplying(profiled.getBaseline()).getFirst();
        Kernel inIntegers = multiplying(profiled.getVariant()).getFirst();
        assertThat(inFloats.getMultiplications()).isEqualTo(MULTIPLICATIONS);
        assertThat(inFloats.getIntegerMultiplications()).isZero();
        assertThat(inIntegers.getIntegerMultiplications()).isEqualTo(MULTIPLICATIONS);
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

    /** Of all kernels it is known how often they multiply, in what, or that nobody knows. */
    @Test
    void whatMultipliesIsCounted() throws IOException {
        TinyGraph floats = new TinyGraph();
        String rows = floats.node("Reshape", "rows", List.of("x", floats.constant(-1, 3, 64)));
        String up = floats.node("ConvTranspose", "up", List.of("x", floats.random(3, 5, 2, 2)));
        floats.node(
                "LSTM",
                "state",
                List.of(rows, floats.random(1, 32, 64), floats.random(1, 32, 8)),
                Attributes.integer("hidden_size", 8));
        floats.node("Einsum", "odd", List.of(rows, floats.random(64, 7)), Attributes.text("equation", "brc,cd->brd"));
        String sum = floats.node("ReduceSum", "s", List.of(up, floats.constant(new long[] {1})));
        String more = floats.node("ReduceSum", "t", List.of("state"));
        String rest = floats.node("ReduceSum", "u", List.of("odd"));
        floats.node("Sum", "y", List.of("x", more, rest, floats.node("ReduceMax", "v", List.of(sum))));
        ModelProto model = floats.build("y", 3);
        Profiled profiled = profile(model, model);

        Map<String, Kernel> kernels = profiled.getVariant().getKernelsList().stream()
                .collect(Collectors.toMap(Kernel::getOperator, kernel -> kernel, (one, other) -> one));
        // Each of 3 x 8 x 8 values goes to 5 channels of 2 x 2; each of 3 rows meets 4 x 8 x (64 + 8) weights.
        assertThat(kernels.get("ConvTranspose").getMultiplications()).isEqualTo(3 * 64 * 5 * 4);
        assertThat(kernels.get("LSTM").getMultiplications()).isEqualTo(3 * 4 * 8 * (64 + 8));
        assertThat(kernels.get("Einsum").getUncounted()).isTrue();
        assertThat(kernels.get("Einsum").hasMultiplications()).isFalse();
        assertThat(kernels.get("ReduceSum").getUncounted()).isFalse();
        assertThat(profiled.getVariant().getKernelsList())
                .allSatisfy(
                        kernel -> assertThat(kernel.getIntegerMultiplications()).isZero());
    }

    /** ONNX Runtime names such a kernel by the value that it gives, and gives it a value of another name. */
    @Test
    void kernelsOfABlockedLayoutAreOfTheSameNodes() throws IOException {
        TinyGraph floats = new TinyGraph();
        String first = floats.node("Relu", "r1", List.of(floats.conv("c1", "x", 3, 16)));
        floats.node("Relu", "r2", List.of(floats.conv("c2", first, 16, 16)));
        TinyGraph integers = new TinyGraph();
        first = integers.node(
                "Relu",
                "r1",
                List.of(integers.integerConv("c1", integers.codesAndBack("x", ElementType.UINT8, 128), 3, 16)));
        integers.node(
                "Relu",
                "r2",
                List.of(integers.integerConv("c2", integers.codesAndBack(first, ElementType.UINT8, 0), 16, 16)));
        String result = integers.codesAndBack("r2", ElementType.UINT8, 0);

        Profiled profiled = profile(withOtherNames(floats.build("r2", 16)), withOtherNames(integers.build(result, 16)));

        for (ModelProfile profile : List.of(profiled.getBaseline(), profiled.getVariant())) {
            assertThat(multiplying(profile)).extracting(Kernel::getName).containsExactly("node of c1", "node of c2");
            assertThat(multiplying(profile))
                    .extracting(Kernel::getMultiplications)
                    .containsExactly(2 * MULTIPLICATIONS, OF_SIXTEEN);
            assertThat(multiplying(profile).getFirst().getValuesList()).contains("c1", "r1");
        }
    }

    /** Of nodes, which are not those of their values then. */
    private static ModelProto withOtherNames(ModelProto model) {
        ModelProto.Builder named = model.toBuilder();
        named.getGraphBuilder().getNodeBuilderList().forEach(node -> node.setName("node of " + node.getOutput(0)));
        return named.build();
    }

    private Profiled profile(ModelProto baseline, ModelProto variant) throws IOException {
        return EngineDriver.answer(EngineRequest.newBuilder()
                        .setThreads(1)
                        .setProfile(Profile.newBuilder()
                                .setBaselinePath(TinyGraph.write(baseline, directory.resolve("float.onnx"))
                                        .toString())
                                .setVariantPath(TinyGraph.write(variant, directory.resolve("int8.onnx"))
                                        .toString())
                                .setDatasetPath(TinyGraph.samples(directory.resolve("samples.npz"))
                                        .toString())
                                .setSeconds(0.01))
                        .build())
                .getResult()
                .getProfiled();
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
        if (System.getProperty("os.arch").equals("amd64")) {
            assertThat(measured.getRoofs(1).hasConvolutionRate())
                    .as("ONNX Runtime convolves FP16 in FP32 between casts here")
                    .isFalse();
        }
    }
}
