package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What exporters and people put into models beside a plain list of nodes. */
class TestUnusualModels {
    private static final long SEED = 41;

    /** One matrix, read along both of its axes: each reader needs scales of its own. */
    @Test
    void weightsSharedAcrossAxes() {
        TinyModel model = new TinyModel(SEED);
        String weights = model.random(0.3, 16, 16);
        String x = model.node("Gemm", List.of(model.input("x", 4, 16), weights), integer("transB", 1));
        model.output(model.node("MatMul", List.of(model.node("Relu", List.of(x)), weights)));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).doesNotContainKeys("Gemm", "MatMul", "FusedGemm", "FusedMatMul");
        assertThat(run.worstSqnr()).isGreaterThan(33);
    }

    @Test
    void tiedEmbeddings() {
        TinyModel model = new TinyModel(SEED);
        String table = model.random(0.3, 32, 16);
        String rows = model.node("Gather", List.of(table, model.constant(3L, 1L, 30L, 7L)));
        String x = model.node("Tanh", List.of(model.node("Add", List.of(rows, model.input("x", 4, 16)))));
        String y = model.node("MatMul", List.of(x, model.random(0.3, 16, 16)));
        model.output(model.node("MatMul", List.of(y, model.node("Transpose", List.of(table), integers("perm", 1, 0)))));
        ModelProto folded = Oracle.optimized(model.build(), OptLevel.BASIC_OPT);
        TinyRun run = TinyRun.of(folded, Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).doesNotContainKeys("MatMul");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void nodesWithoutNamesAndWithTheSameName() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.conv(tiny.conv(tiny.conv(tiny.input("x", 1, 3, 8, 8), 3, 8), 8, 8), 8, 4);
        tiny.output(x);
        for (String name : List.of("", "same")) {
            ModelProto.Builder model = tiny.build().toBuilder();
            model.getGraphBuilder().getNodeBuilderList().forEach(node -> node.setName(name));
            TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
            assertThat(run.fused()).containsEntry("QLinearConv", 3);
            assertThat(run.quantized().nodes())
                    .extracting(NodeReport::name)
                    .doesNotHaveDuplicates()
                    .doesNotContain("");
        }
    }

    @Test
    void defaultsOfInputsBecomeConstantsUnlessFed() {
        TinyModel tiny = new TinyModel(SEED);
        String scale = tiny.constant(new float[] {0.5f}, 1);
        String x = tiny.conv(tiny.input("x", 1, 3, 8, 8), 3, 8);
        tiny.output(tiny.conv(tiny.node("Tanh", List.of(tiny.node("Mul", List.of(x, scale)))), 8, 4));
        ModelProto.Builder builder = tiny.build().toBuilder();
        tiny.build()
                .getGraph()
                .getInitializerList()
                .forEach(tensor -> builder.getGraphBuilder()
                        .addInput(TinyModel.value(
                                tensor.getName(),
                                ElementType.FLOAT,
                                tensor.getDimsList().stream()
                                        .mapToLong(Long::longValue)
                                        .toArray())));
        for (long version : new long[] {3, 8}) {
            ModelProto model = builder.setIrVersion(version).build();
            assertThat(DefaultInputs.of(model)).hasSize(5);
            ModelProto closed = DefaultInputs.makeConstant(model, Set.of());
            assertThat(closed.getGraph().getInputList()).hasSize(1);
            assertThat(TinyRun.of(closed, Recipe.INT8_STATIC, SEED).fused()).containsEntry("QLinearConv", 2);
            ModelProto fed = DefaultInputs.makeConstant(model, Set.of(scale));
            assertThat(fed.getGraph().getInputList())
                    .extracting(ValueInfoProto::getName)
                    .containsExactly("x", scale);
            TinyRun run = TinyRun.of(fed, Recipe.INT8_STATIC, SEED);
            assertThat(run.fused()).containsEntry("QLinearConv", 2);
            assertThat(run.worstSqnr()).isGreaterThan(25);
        }
    }

    /** The body of a loop reads a value that is quantized outside, and the variant gives it the same one. */
    @Test
    void loopReadsQuantizedValueFromOutside() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 8)));
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(TinyModel.value("i", ElementType.INT64))
                .addInput(TinyModel.value("go", ElementType.BOOL))
                .addInput(TinyModel.value("sum", ElementType.FLOAT, 1, 8, 8, 8))
                .addNode(node("Identity", "going", "go"))
                .addNode(node("Add", "total", "sum", x))
                .addOutput(TinyModel.value("going", ElementType.BOOL))
                .addOutput(TinyModel.value("total", ElementType.FLOAT, 1, 8, 8, 8))
                .build();
        String count = model.constant(Tensors.int64("count", new long[] {3}));
        String y = model.node("Loop", List.of(count, "", x), Attributes.graph("body", body));
        model.output(model.node("Abs", List.of(y)));
        model.output(model.conv(x, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void localFunctionsAreKept() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String y = model.node("Twice", List.of(x));
        model.output(model.conv(model.node("Relu", List.of(y)), 8, 4));
        ModelProto.Builder builder = model.build().toBuilder();
        builder.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Twice"))
                .forEach(node -> node.setDomain("local"));
        ModelProto called = builder.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1))
                .addFunctions(FunctionProto.newBuilder()
                        .setName("Twice")
                        .setDomain("local")
                        .addInput("a")
                        .addOutput("b")
                        .addNode(node("Add", "b", "a", "a"))
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17)))
                .build();
        TinyRun run = TinyRun.of(called, Recipe.INT8_STATIC, SEED);
        assertThat(run.quantized().model().getFunctionsList()).isEqualTo(called.getFunctionsList());
        // What a function computes is not known before it is inlined, as ONNX Runtime does with it.
        assertThat(run.fused()).containsEntry("QLinearConv", 1);
        assertThat(run.worstSqnr()).isGreaterThan(30);
        TinyRun inlined = TinyRun.of(Oracle.optimized(called, OptLevel.BASIC_OPT), Recipe.INT8_STATIC, SEED);
        assertThat(inlined.fused()).containsEntry("QLinearConv", 2);
    }

    @Test
    void symbolicDimensionsStay() {
        TinyModel tiny = new TinyModel(SEED);
        tiny.output(tiny.conv(tiny.conv(tiny.input("x", 1, 3, 8, 8), 3, 8), 8, 4));
        ModelProto.Builder builder = tiny.build().toBuilder();
        TensorShapeProto.Builder shape = builder.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder();
        shape.getDimBuilder(0).setDimParam("batch");
        shape.getDimBuilder(2).setDimParam("height");
        ModelProto prepared = ModelPreparation.forIntegers(builder.build());
        assertThat(prepared.getGraph().getInput(0)).isEqualTo(builder.getGraph().getInput(0));
        assertThat(Oracle.optimized(prepared, OptLevel.BASIC_OPT)
                        .getGraph()
                        .getInput(0)
                        .toString())
                .contains("batch", "height");
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                row(
                        "ReduceMean",
                        (m, x) -> m.node("ReduceMean", List.of(x), integers("axes", 1, -1), integer("keepdims", 0))),
                row("ReduceMax", (m, x) -> m.node("ReduceMax", List.of(x))),
                row("ReduceL2", (m, x) -> m.node("ReduceL2", List.of(x), integers("axes", 2))),
                row("ReduceLogSumExp", (m, x) -> m.node("ReduceLogSumExp", List.of(x), integers("axes", 3))),
                row("Split", (m, x) -> {
                    m.nodeTo("Split", List.of(x), List.of("first", "second"), integer("axis", 2));
                    return m.node("Sub", List.of("first", "second"));
                }),
                row("Split with lengths", (m, x) -> {
                    m.nodeTo("Split", List.of(x, m.constant(3L, 5L)), List.of("first", "second"), integer("axis", 2));
                    return m.node("Relu", List.of("second"));
                }),
                row(
                        "GridSample",
                        (m, x) -> m.node(
                                "GridSample",
                                List.of(x, m.random(0.5, 1, 5, 5, 2)),
                                Attributes.text("mode", "bicubic"))),
                row(
                        "RoiAlign",
                        (m, x) -> m.node(
                                "RoiAlign",
                                List.of(x, m.constant(new float[] {1, 1, 6, 5}, 1, 4), m.constant(0L)),
                                integer("output_height", 3),
                                integer("output_width", 3))),
                row(
                        "Resize",
                        (m, x) -> m.node(
                                "Resize",
                                List.of(x, "", m.constant(new float[] {1, 1, 2, 2}, 4)),
                                Attributes.text("mode", "linear"))),
                row("Softmax", (m, x) -> m.node("Softmax", List.of(x))),
                row("AveragePool", (m, x) -> m.node("AveragePool", List.of(x), integers("kernel_shape", 2, 2))));
    }

    private static Arguments row(String name, BiFunction<TinyModel, String, String> form) {
        return Arguments.of(name, form);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changed")
    void raisedToOpset21MeansTheSame(String name, BiFunction<TinyModel, String, String> form) {
        // RoiAlign had another default before opset 16, and GridSample came with it.
        TinyModel model = new TinyModel(SEED);
        model.output(form.apply(model, model.input("x", 1, 3, 8, 8)));
        ModelProto old = model.build(name.equals("GridSample") ? 16 : 13);
        ModelProto raised = ModelPreparation.forIntegers(old, 21);
        assertThat(raised.getOpsetImport(0).getVersion()).isEqualTo(21);
        assertThat(raised.getIrVersion()).isEqualTo(10);
        float[] values = new TinyModel(3).normal(3 * 64, 1);
        String output = old.getGraph().getOutput(0).getName();
        assertThat(run(raised, values).get(output))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(run(old, values).get(output));
    }

    private static Map<String, float[]> run(ModelProto model, float[] values) {
        return Oracle.run(model, Map.of("x", Oracle.tensor(values, 1, 3, 8, 8)), OptLevel.NO_OPT);
    }

    private static NodeProto node(String opType, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(opType)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }
}
