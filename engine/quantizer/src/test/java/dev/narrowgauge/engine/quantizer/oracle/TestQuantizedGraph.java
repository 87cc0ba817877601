package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else a graph has beside its kernels, before and after it is quantized. */
class TestQuantizedGraph {
    private static final long SEED = 7;

    @Test
    void weightsSharedByTwoNodesAreStoredOnce() {
        TinyModel model = new TinyModel(SEED);
        String weights = model.random(0.3, 3, 3, 3, 3);
        String x = model.node("Conv", List.of(model.input("x", 1, 3, 8, 8), weights), integers("pads", 1, 1, 1, 1));
        model.output(model.node("Conv", List.of(x, weights), integers("pads", 1, 1, 1, 1)));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.quantized().model().getGraph().getInitializerList())
                .filteredOn(tensor -> tensor.getDimsCount() == 4)
                .hasSize(1);
    }

    @Test
    void nodeThatNothingReadsIsRemoved() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.conv(x, 8, 8);
        model.output(model.conv(x, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2).doesNotContainKeys("Conv");
    }

    @Test
    void branchesOfControlFlowReadWhatTheyDid() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 8)));
        String largest = model.node("ReduceMax", List.of(x), integer("keepdims", 0));
        String isLarge = model.node("Greater", List.of(largest, model.scalar(0)));
        GraphProto negated = branch("Neg", x, "negated");
        GraphProto kept = branch("Identity", x, "kept");
        String chosen = model.node(
                "If",
                List.of(isLarge),
                Attributes.graph("then_branch", negated),
                Attributes.graph("else_branch", kept));
        model.output(chosen);
        model.output(model.conv(x, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.worstSqnr()).isGreaterThan(25);
        QuantizedModel half = Float16Converter.convert(model.build(), Recipe.FP16_CONVERSION);
        Oracle.optimized(half.model(), OptLevel.ALL_OPT);
    }

    /** ONNX Runtime moves codes through a Transpose to its readers, and aborts where one of them is in a branch. */
    @Test
    void codesAreMovedInTheBranchesThatReadThem() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String turned = model.node("Transpose", List.of(x), integers("perm", 0, 1, 3, 2));
        String isLarge = model.node(
                "Greater", List.of(model.node("ReduceMax", List.of(x), integer("keepdims", 0)), model.scalar(0)));
        model.output(model.node(
                "If",
                List.of(isLarge),
                Attributes.graph("then_branch", branch("Neg", turned, "negated")),
                Attributes.graph("else_branch", branch("Exp", turned, "grown"))));
        model.output(model.conv(x, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    private static GraphProto branch(String opType, String input, String output) {
        return GraphProto.newBuilder()
                .setName(output)
                .addNode(NodeProto.newBuilder()
                        .setName(output)
                        .setOpType(opType)
                        .addInput(input)
                        .addOutput(output))
                .addOutput(TinyModel.value(output, ElementType.FLOAT, 1, 8, 8, 8))
                .build();
    }

    @Test
    void oldModelsWhoseInitializersAreInputs() {
        TinyModel tiny = new TinyModel(SEED);
        tiny.output(tiny.conv(tiny.input("x", 1, 3, 8, 8), 3, 8));
        ModelProto.Builder old = tiny.build(9).toBuilder().setIrVersion(3);
        for (TensorProto tensor : tiny.build().getGraph().getInitializerList()) {
            long[] dims =
                    tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
            old.getGraphBuilder().addInput(TinyModel.value(tensor.getName(), ElementType.FLOAT, dims));
        }
        ModelProto planned =
                StaticQuantizer.plan(old.build(), Recipe.INT8_STATIC).floatModel();
        assertThat(planned.getGraph().getInputList()).hasSize(1);
        TinyRun run = TinyRun.of(planned, Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 1);
    }

    @Test
    void sameInputsGiveTheSameBytes() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.node("Add", List.of(model.conv(x, 8, 8), x)));
        TinyRun first = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        TinyRun second = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(first.quantized().model().toByteArray())
                .isEqualTo(second.quantized().model().toByteArray());
    }
}
