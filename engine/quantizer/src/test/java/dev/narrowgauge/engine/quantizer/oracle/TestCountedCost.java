package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.quantizer.cost.KernelCall;
import dev.narrowgauge.engine.quantizer.cost.KernelRates;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted in the graphs that ONNX Runtime runs, against the closed form and against the shapes of a run. */
class TestCountedCost {
    private static final KernelRates RATES = KernelRates.of(Target.X86_VNNI);
    private static final Map<String, List<Long>> IMAGE = Map.of("image", List.of(1L, 3L, 32L, 32L));

    /** Nine layers of 16, 32 and 64 channels on 32, 16 and 8 places a side: every product of the published network. */
    private static final long RESNET20 = 16 * 3 * 9 * 1024 // the stem, of three channels
            + 6 * 16 * 16 * 9 * 1024
            + 32 * 16 * 9 * 256
            + 5 * 32 * 32 * 9 * 256
            + 64 * 32 * 9 * 64
            + 5 * 64 * 64 * 9 * 64
            + 32 * 16 * 256 // what leads the branches around where the size changes
            + 64 * 32 * 64
            + 4 * 64 * 10; // one row, for which the weights are read no faster than for four

    @Test
    void floatProductsAreThoseOfTheClosedForm() {
        ModelProto running = Oracle.optimized(Workbench.prepared("resnet20-cifar10"), OptLevel.ALL_OPT);
        assertThat(macs(CountedCost.of(running, IMAGE, RATES))).isEqualTo(RESNET20);
    }

    @Test
    void integerProductsAreThoseWithTheDepthInFours() {
        ModelProto quantized = Workbench.quantize(
                        Workbench.prepared("resnet20-cifar10"),
                        Recipe.INT8_STATIC,
                        Workbench.shared("datasets/cifar10-calibration.npz"),
                        8)
                .model();
        ModelProto running = Oracle.optimized(quantized, OptLevel.ALL_OPT);
        // 27 values under the stem's kernel become 28.
        assertThat(macs(CountedCost.of(running, IMAGE, RATES))).isEqualTo(RESNET20 + 16 * 1024);
    }

    @Test
    void everyShapeOfARunningGraphIsKnown() {
        for (String name : List.of("resnet20-cifar10", "mobilenetv2-cifar10", "vit-cifar10")) {
            ModelProto prepared = Workbench.prepared(name);
            ModelProto quantized = Workbench.quantize(
                            prepared, Recipe.INT8_STATIC, Workbench.shared("datasets/cifar10-calibration.npz"), 8)
                    .model();
            ModelProto dynamic = DynamicQuantizer.plan(prepared, Recipe.INT8_DYNAMIC)
                    .quantize()
                    .model();
            for (ModelProto model : List.of(prepared, quantized, dynamic)) {
                Graph graph = Graph.of(Oracle.optimized(model, OptLevel.ALL_OPT).getGraph());
                Map<String, List<Dimension>> given = Map.of(
                        graph.graphInputs().iterator().next().getName(),
                        IMAGE.get("image").stream().map(Dimension::of).toList());
                Shapes shapes = Shapes.in(graph, given);
                assertThat(graph.nodes())
                        .as(name)
                        .allSatisfy(node -> assertThat(isKnown(node, shapes))
                                .as("%s %s", node.domain(), node)
                                .isTrue());
            }
        }
    }

    @Test
    void aPoolingBetweenConvolutionsCountsEveryValueUnderItsWindow() {
        TinyModel model = new TinyModel(3);
        String x = model.node("Relu", List.of(model.conv(model.input("image", 1, 3, 32, 32), 3, 16)));
        String pooled = model.node("MaxPool", List.of(x), integers("kernel_shape", 3, 3), integers("strides", 2, 2));
        model.output(model.conv(pooled, 16, 16));
        ModelProto quantized =
                TinyRun.of(model.build(), Recipe.INT8_STATIC, 3).quantized().model();
        CountedCost cost = CountedCost.of(Oracle.optimized(quantized, OptLevel.ALL_OPT), IMAGE, RATES);
        assertThat(cost.nodes())
                .filteredOn(node -> node.opType().equals("NhwcMaxPool"))
                .singleElement()
                .satisfies(node ->
                        assertThat(node.calls().getFirst().work().taps()).isEqualTo(9 * 16 * 15 * 15));
        assertThat(macs(cost)).isEqualTo(28 * 16 * 1024 + 16 * 16 * 9 * 15 * 15);
    }

    /** There it takes a seventh of what it takes on plain images. */
    @Test
    void floatPoolingBetweenConvolutionsIsPricedOnBlockedChannels() {
        TinyModel model = new TinyModel(3);
        String x = model.conv(model.input("image", 1, 3, 32, 32), 3, 16);
        String most = model.node("MaxPool", List.of(x), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
        String mean = model.node("AveragePool", List.of(model.conv(most, 16, 16)), integers("kernel_shape", 2, 2));
        model.output(model.node("GlobalAveragePool", List.of(model.conv(mean, 16, 16))));
        CountedCost cost = CountedCost.of(Oracle.optimized(model.build(), OptLevel.ALL_OPT), IMAGE, RATES);
        assertThat(cost.nodes())
                .flatExtracting(CountedCost.NodeCost::calls)
                .extracting(KernelCall::kernel)
                .contains("maxpool.float.blocked", "avgpool.float.blocked", "globalpool.float.blocked");
    }

    /** Two layers read one value, so that its range is measured by a node of its own. */
    @Test
    void productsThatMeasureTheirRangesAreCountedInTheirShapes() {
        TinyModel model = new TinyModel(3);
        String x = model.node("Relu", List.of(model.input("x", 1, 256)));
        String a = model.node("MatMul", List.of(x, model.random(0.1, 256, 64)));
        String b = model.node("MatMul", List.of(x, model.random(0.1, 256, 64)));
        model.output(model.node("Add", List.of(a, b)));
        ModelProto dynamic = DynamicQuantizer.plan(model.build(), Recipe.INT8_DYNAMIC)
                .quantize()
                .model();
        CountedCost cost =
                CountedCost.of(Oracle.optimized(dynamic, OptLevel.ALL_OPT), Map.of("x", List.of(1L, 256L)), RATES);
        assertThat(cost.nodes())
                .filteredOn(node -> node.opType().equals("MatMulIntegerToFloat"))
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.calls().getFirst().work())
                        .satisfies(work -> assertThat(work.rows()).isEqualTo(1))
                        .satisfies(work -> assertThat(work.macs()).isEqualTo(4 * 256 * 64)));
    }

    /** A Relu costs nothing while results are written; anything else is another pass over them. */
    @ParameterizedTest
    @CsvSource({"Relu, 0", "LeakyRelu, 16384", "Sigmoid, 16384"})
    void anActivationThatAConvolutionComputesAsWellIsPriced(String activation, long values) {
        TinyModel model = new TinyModel(3);
        String x = model.node(activation, List.of(model.conv(model.input("image", 1, 3, 32, 32), 3, 16)));
        model.output(model.conv(x, 16, 16));
        CountedCost cost = CountedCost.of(Oracle.optimized(model.build(), OptLevel.ALL_OPT), IMAGE, RATES);
        assertThat(cost.nodes()).noneMatch(node -> node.opType().equals(activation));
        long written = cost.nodes().stream()
                .flatMap(node -> node.calls().stream())
                .filter(call -> call.kernel().equals(activation.toLowerCase(Locale.ROOT) + ".float"))
                .mapToLong(call -> call.work().written())
                .sum();
        assertThat(written).isEqualTo(values);
    }

    /** An image of 8 channels and 4 by 6 places. */
    static Stream<Arguments> moves() {
        return Stream.of(
                move(2, (m, x) -> m.node("Concat", List.of(x, x), integer("axis", 1))),
                move(2 * 8 * 4, (m, x) -> m.node("Concat", List.of(x, x), integer("axis", -1))),
                move(8, (m, x) -> m.node("Gather", List.of(x, m.constant(7, 6, 5, 4, 3, 2, 1, 0)), integer("axis", 1))),
                move(
                        8 * 4 * 6,
                        (m, x) -> m.node("Gather", List.of(x, m.constant(5, 4, 3, 2, 1, 0)), integer("axis", 3))),
                move(1, (m, x) -> m.node("Slice", List.of(x, m.constant(0), m.constant(4), m.constant(1)))),
                move(8 * 4, (m, x) -> m.node("Slice", List.of(x, m.constant(0), m.constant(3), m.constant(3)))),
                move(
                        2,
                        (m, x) -> m.nodes("Split", 2, List.of(x), integer("axis", 1))
                                .getFirst()),
                move(
                        2 * 8 * 4,
                        (m, x) -> m.nodes("Split", 2, List.of(x), integer("axis", 3))
                                .getFirst()));
    }

    private static Arguments move(long pieces, BiFunction<TinyModel, String, String> between) {
        return Arguments.of(pieces, between);
    }

    @ParameterizedTest
    @MethodSource("moves")
    void valuesAreMovedInPiecesThatLieTogether(long pieces, BiFunction<TinyModel, String, String> between) {
        TinyModel model = new TinyModel(3);
        model.output(between.apply(model, model.input("x", 1, 8, 4, 6)));
        assertThat(CountedCost.of(model.build(), Map.of(), RATES).nodes())
                .singleElement()
                .satisfies(node ->
                        assertThat(node.calls().getFirst().work().rows()).isEqualTo(pieces));
    }

    private static boolean isKnown(GraphNode node, Shapes shapes) {
        return shapes.of(node.output(0))
                .filter(shape ->
                        shape.stream().allMatch(length -> length.number().isPresent()))
                .isPresent();
    }

    @Test
    void aCostIsTheSumOfItsNodes() {
        ModelProto running = Oracle.optimized(Workbench.prepared("mobilenetv2-cifar10"), OptLevel.ALL_OPT);
        CountedCost cost = CountedCost.of(running, IMAGE, RATES);
        double priced = cost.nodes().stream()
                .flatMap(node -> node.calls().stream())
                .mapToDouble(call -> RATES.nanos(call.kernel(), call.work()))
                .sum();
        assertThat(cost.nanos()).isCloseTo(priced, within(1e-6));
        assertThat(cost.nodes()).allSatisfy(node -> assertThat(node.nanos()).isPositive());
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void everyTargetHasATableThatSaysWhereItIsFrom(Target target) {
        KernelRates rates = KernelRates.of(target);
        assertThat(rates.version()).matches("[a-z0-9-]+-\\d+");
        assertThat(rates.origin()).matches("(measured|estimated) .+");
    }

    private static long macs(CountedCost cost) {
        return cost.nodes().stream()
                .flatMap(node -> node.calls().stream())
                .map(KernelCall::work)
                .mapToLong(work -> work.macs())
                .sum();
    }
}
