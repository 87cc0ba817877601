package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.OutputAgreement;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reduces networks with a planted fault while ONNX Runtime, or the engine, shows it. */
class TestReduction {
    private static final String RECIPE = "{\"mode\": \"static\", \"target\": \"x86-vnni\"%s}";

    @TempDir
    private Path directory;

    private ReducedInProcess reducing;

    @BeforeEach
    void prepare() {
        reducing = new ReducedInProcess(directory);
    }

    /** Whatever nodes are cut out: fed with what the whole has there, they compute what the whole computes. */
    @Test
    void partsComputeWhatTheWholeComputes() {
        ModelProto model =
                OnnxModelReader.read(Samples.model("digits-resnet")).inlined().proto();
        FaultyModel whole = ReducedInProcess.read(model, Samples.calibration("digits"), 2);
        Map<String, TensorProto> known =
                new HashMap<>(reducing.observe(whole).each().getFirst());
        String[] stage = {""};
        SplittableRandom random = new SplittableRandom(7);
        AtomicInteger compared = new AtomicInteger();
        reducing.reduce(
                whole,
                part -> {
                    boolean isFed = part.model().getGraph().getInputCount() > 0;
                    if (!isFed || !stage[0].equals("nodes")) {
                        return false;
                    }
                    reducing.observe(part).each().getFirst().forEach((name, tensor) -> {
                        assertThat(tensor.getDimsList())
                                .as(name)
                                .isEqualTo(known.get(name).getDimsList());
                        assertClose(name, TensorValues.floats(tensor), TensorValues.floats(known.get(name)));
                        compared.incrementAndGet();
                    });
                    return random.nextInt(4) == 0;
                },
                (now, done, total) -> stage[0] = now);
        assertThat(compared.get()).isGreaterThan(20);
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s at %d", name, i)
                    .isLessThanOrEqualTo(1e-5f * Math.max(1, Math.abs(expected[i])));
        }
    }

    @Test
    void anAttributeThatOnnxRuntimeRejectsIsLeftAlone() {
        ModelProto model = chain();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.getNodeBuilder(6).addAttribute(Attributes.integers("strides", 1, 1, 1));
        FaultyModel start =
                ReducedInProcess.unfed(model.toBuilder().setGraph(graph).build());
        FaultyModel reduced = reducing.reduce(start, this::isRejectedForItsStrides);
        assertThat(isRejectedForItsStrides(reduced)).isTrue();
        assertThat(reduced.model().getGraph().getNodeList()).hasSize(1);
        assertThat(reduced.model().getGraph().getNode(0).getAttributeList())
                .singleElement()
                .extracting("name")
                .isEqualTo("strides");
        assertThat(reduced.model().getSerializedSize()).isLessThan(400);
    }

    private boolean isRejectedForItsStrides(FaultyModel model) {
        EngineEvent answer = load(model);
        return answer.getFailure().getCode().equals("MODEL_REJECTED_BY_RUNTIME")
                && answer.getFailure().getMessage().contains("strides");
    }

    private EngineEvent load(FaultyModel model) {
        return EngineDriver.answer(EngineRequest.newBuilder()
                .setInspectModel(InspectModel.newBuilder()
                        .setModelPath(reducing.write(model.model()).toString())
                        .setLoadInRuntime(true))
                .build());
    }

    @Test
    void anOutputThatTheEngineCannotGiveIsLeftAlone() {
        ModelProto model = chain();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        graph.addNode(NodeProto.newBuilder()
                .setOpType("SplitToSequence")
                .setName("parts")
                .addInput("r3")
                .addOutput("parts"));
        TypeProto.Builder sequence = TypeProto.newBuilder();
        sequence.getSequenceTypeBuilder()
                .getElemTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(1);
        graph.addOutput(ValueInfoProto.newBuilder().setName("parts").setType(sequence));
        FaultyModel start =
                ReducedInProcess.unfed(model.toBuilder().setGraph(graph).build());
        FaultyModel reduced = reducing.reduce(
                start, candidate -> load(candidate).getFailure().getCode().equals("MODEL_UNSUPPORTED_OPERATOR"));
        assertThat(reduced.model().getGraph().getNodeList())
                .singleElement()
                .extracting("opType")
                .isEqualTo("SplitToSequence");
    }

    /** A range that a recipe gives and the values do not keep: all beyond it is cut off. */
    @Test
    void aLayerThatDivergesIsLeftWithOneSample() throws IOException {
        String recipe = RECIPE.formatted(
                ", \"overrides\": {\"tensors\": [{\"match\": [\"r3\"], \"minimum\": 0, \"maximum\": 0.01}]}");
        FaultyModel start = ReducedInProcess.read(chain(), TinyGraph.samples(directory.resolve("tiny.npz")), 4);
        FaultyModel reduced = reducing.reduce(start, model -> sqnr(model, recipe) < 10);
        assertThat(sqnr(reduced, recipe)).isLessThan(10);
        assertThat(reduced.nodes()).isLessThanOrEqualTo(3);
        assertThat(reduced.samples().count()).isEqualTo(1);
        assertThat(reduced.model().getGraph().toString()).contains("\"r3\"");
    }

    /** Signal to noise of the worst output of the quantized model; infinite where there is none. */
    private double sqnr(FaultyModel model, String recipe) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(reducing.write(model.model()).toString())
                        .setCalibrationPath(reducing.write(model.samples()).toString())
                        .setRecipeJson(recipe)
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setWorkDirectory(directory.toString())
                        .setSkipLatencyCheck(true)
                        .setKeepInvalid(true))
                .build());
        return answer.getResult().getQuantized().getComparedList().stream()
                .filter(OutputAgreement::hasSqnrDb)
                .mapToDouble(OutputAgreement::getSqnrDb)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** What ONNX Runtime fuses adds in another order than what is written: next to nothing, and not nothing. */
    @Test
    void optimizationsAreHeldAgainstTheModelAsWritten() throws IOException {
        FaultyModel model = ReducedInProcess.read(chain(), TinyGraph.samples(directory.resolve("tiny.npz")), 4);
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setEvaluate(Evaluate.newBuilder()
                        .setBaselinePath(reducing.write(model.model()).toString())
                        .setVariantPath(reducing.write(model.model()).toString())
                        .setVariantAsWritten(true)
                        .setDatasetPath(reducing.write(model.samples()).toString())
                        .setWorkDirectory(directory.toString()))
                .build());
        assertThat(answer.getResult().getEvaluated().getOutputsList())
                .singleElement()
                .satisfies(output -> assertThat(output.hasSqnrDb() ? output.getSqnrDb() : 300)
                        .isGreaterThan(80));
    }

    /** Six convolutions, each with a Relu behind it, and one skip connection. */
    private static ModelProto chain() {
        TinyGraph graph = new TinyGraph();
        String value = "x";
        int channels = 3;
        for (int i = 1; i <= 6; i++) {
            value = graph.node("Relu", "r" + i, List.of(graph.conv("c" + i, value, channels, 8)));
            channels = 8;
        }
        graph.node("Add", "y", List.of(value, "r2"));
        return graph.build("y", 8);
    }
}
