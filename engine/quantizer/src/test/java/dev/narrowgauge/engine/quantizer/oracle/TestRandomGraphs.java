package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.qoperator.OperatorFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever way values branch and join, the result loads, runs, fuses and stays close to the float model. */
class TestRandomGraphs {
    /** Fixed, as no bound on noise holds for every graph there is; another with -Dnarrowgauge.seed=N. */
    private static final long SEED = Long.getLong("narrowgauge.seed", 22);

    private static final int GRAPHS = 150;
    private static final int MIXED_GRAPHS = 60;

    @Test
    void integerModelsFuseWhateverTheShape() {
        long seed = SEED;
        for (int i = 0; i < GRAPHS; i++) {
            ModelProto model = randomModel(new Random(seed + i));
            TinyRun run = TinyRun.of(model, Recipe.INT8_STATIC, seed);
            Map<String, Integer> fused = run.fused();
            assertThat(fused)
                    .as("seed %d, %s", seed + i, run.quantized().nodes())
                    .doesNotContainKeys("Conv", "FusedConv");
            assertThat(fused.getOrDefault("QLinearConv", 0))
                    .as("seed %d", seed + i)
                    .isEqualTo((int) run.quantized().nodes().stream()
                            .filter(node -> node.opType().equals("Conv"))
                            .count());
            assertThat(run.worstSqnr()).as("seed %d, %s", seed + i, fused).isGreaterThan(10);
            assertThat(run.quantized().nodes())
                    .extracting(NodeReport::name)
                    .hasSize(model.getGraph().getNodeCount());
        }
    }

    @Test
    void integerOperatorsComputeTheSame() {
        long seed = SEED;
        for (int i = 0; i < GRAPHS; i++) {
            ModelProto model = randomModel(new Random(seed + i));
            TinyRun run = TinyRun.of(model, Recipe.INT8_STATIC, seed);
            ModelProto operators = OperatorFormat.of(run.quantized().model());
            assertThat(operators.getGraph().getNodeList())
                    .as("seed %d", seed + i)
                    .extracting(NodeProto::getOpType)
                    .doesNotContain("Conv");
            assertThat(run.sqnrOf(operators)).as("seed %d", seed + i).isGreaterThan(10);
        }
    }

    /** What was observed for a plan is enough for every narrower one. */
    @Test
    void plansWithMoreInFloatNeedNoOtherStatistics() {
        long seed = SEED;
        for (int i = 0; i < GRAPHS; i++) {
            Random random = new Random(seed + i);
            ModelProto model = randomModel(random);
            Map<String, String> toFloat = new HashMap<>();
            TinyRun run = TinyRun.of(model, Recipe.INT8_STATIC, seed, plan -> {
                plan.nodes().stream()
                        .filter(node -> node.placement().equals(NodeReport.QUANTIZED) && random.nextInt(3) == 0)
                        .forEach(node -> toFloat.put(node.name(), "at random"));
                return plan.withFloat(toFloat);
            });
            assertThat(run.worstSqnr()).as("seed %d, %s", seed + i, toFloat).isGreaterThan(10);
            assertThat(run.quantized().nodes())
                    .as("seed %d", seed + i)
                    .filteredOn(node -> toFloat.containsKey(node.name()))
                    .allSatisfy(node -> assertThat(node.placement()).isEqualTo(NodeReport.FLOAT));
        }
    }

    @Test
    void halfPrecisionModelsRunWhateverTheShape() {
        long seed = SEED;
        for (int i = 0; i < GRAPHS; i++) {
            Random random = new Random(seed + i);
            ModelProto model = randomModel(random);
            boolean keepsTypes = random.nextBoolean();
            String excluded = random.nextBoolean() ? "Conv" : "Add";
            List<String> present = model.getGraph().getNodeList().stream()
                    .map(NodeProto::getOpType)
                    .filter(excluded::equals)
                    .distinct()
                    .toList();
            Recipe recipe = Recipe.fromMap(
                    Map.of("precision", "fp16", "keepIoTypes", keepsTypes, "exclude", Map.of("opTypes", present)));
            QuantizedModel converted = Float16Converter.convert(model, recipe);
            Oracle.optimized(converted.model(), OptLevel.ALL_OPT);
        }
    }

    @Test
    void modelsOfManyKindsStayWhole() {
        long seed = SEED;
        CorpusCheck check = new CorpusCheck();
        for (int i = 0; i < MIXED_GRAPHS; i++) {
            check.check(
                    "seed " + (seed + i),
                    "random",
                    RandomModel.of(new Random(seed + i)),
                    OptLevel.ALL_OPT,
                    true,
                    false);
        }
        assertThat(check.failures()).as(check.summary()).isEmpty();
        assertThat(check.refusals()).isEmpty();
        assertThat(check.notRun()).isEmpty();
    }

    /** Values of shape 1×4×8×8 combined at random; those that nothing reads become outputs, and a few others. */
    private static ModelProto randomModel(Random random) {
        TinyModel model = new TinyModel(random.nextLong());
        List<String> values = new ArrayList<>();
        values.add(model.input("x", 1, 4, 8, 8));
        int nodes = 3 + random.nextInt(12);
        for (int i = 0; i < nodes; i++) {
            values.add(randomNode(model, random, pick(values, random), pick(values, random)));
        }
        values.stream().skip(1).filter(value -> !model.isRead(value)).forEach(model::output);
        for (int i = random.nextInt(3); i > 0; i--) {
            String value = values.get(1 + random.nextInt(values.size() - 1));
            if (!model.isOutput(value)) {
                model.output(value);
            }
        }
        return model.build();
    }

    private static String pick(List<String> values, Random random) {
        int recent = Math.min(values.size(), 4);
        return values.get(values.size() - 1 - random.nextInt(recent));
    }

    private static String randomNode(TinyModel model, Random random, String first, String second) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> model.conv(first, 4, 4);
            case 4 -> model.node("Relu", List.of(model.conv(first, 4, 4)));
            case 5 -> model.node("Clip", List.of(first, model.scalar(-0.5f), model.scalar(2)));
            case 6 -> model.node("Relu", List.of(first));
            case 7 -> model.node("Add", List.of(first, second));
            case 8 -> model.node("Mul", List.of(first, model.node("Sigmoid", List.of(second))));
            case 9 -> model.node("LeakyRelu", List.of(first), real("alpha", 0.2f));
            case 10 ->
                model.node("MaxPool", List.of(first), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1));
            case 11 ->
                model.node("AveragePool", List.of(first), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1));
            case 12 -> model.node("Transpose", List.of(first), integers("perm", 0, 1, 3, 2));
            case 13 ->
                model.node(
                        "Conv",
                        List.of(
                                model.node("Concat", List.of(first, second), integer("axis", 1)),
                                model.random(0.3, 4, 8, 1, 1)));
            case 14 -> model.node("Tanh", List.of(first));
            case 15 -> model.node("Gather", List.of(first, model.constant(3, 1, 0, 2)), integer("axis", 1));
            case 16 -> swappedHalves(model, first);
            case 17 ->
                model.node(
                        "Relu",
                        List.of(model.node(
                                "MaxPool",
                                List.of(model.conv(first, 4, 4)),
                                integers("kernel_shape", 3, 3),
                                integers("pads", 1, 1, 1, 1))));
            case 18 ->
                model.node(
                        "ReduceMax",
                        List.of(model.node("Expand", List.of(first, model.constant(2, 4, 8, 8)))),
                        integers("axes", 0));
            default -> model.node("Reshape", List.of(first, model.constant(1, 4, 8, 8)));
        };
    }

    private static String swappedHalves(TinyModel model, String value) {
        List<String> halves = model.nodes("Split", 2, List.of(value, model.constant(1, 3)), integer("axis", 1));
        return model.node("Concat", halves.reversed(), integer("axis", 1));
    }
}
