package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What lies in branches and bodies becomes integers or halves as what lies outside does. */
class TestNestedGraphs {
    private static final long SEED = Long.getLong("narrowgauge.seed", 1);
    private static final int MODELS = 40;
    private static final Set<String> WEIGHTED = Set.of("MatMul", "LSTM");

    @Test
    void preparedModelsComputeTheSameBits() {
        forEach((name, model) -> {
            ModelProto prepared = ModelPreparation.forIntegers(model);
            assertThat(run(prepared, OptLevel.NO_OPT)).as(name).isEqualTo(run(model, OptLevel.NO_OPT));
            assertThat(prepared.getSerializedSize()).as(name).isLessThan(model.getSerializedSize() * 11 / 10);
            assertThat(ModelPreparation.forIntegers(prepared)).as(name).isEqualTo(prepared);
        });
    }

    @Test
    void flatModelsComeBackAsTheyWere() {
        forEach((name, model) -> {
            ModelProto prepared = ModelPreparation.forIntegers(model);
            FlatModel flat = FlatModel.of(prepared);
            assertThat(flat.hasScopes()).as(name).isTrue();
            assertThat(flat.nested(flat.model())).as(name).isEqualTo(prepared);
        });
    }

    @Test
    void rangesMeasuredWhileRunning() {
        forEach((name, model) -> {
            QuantizedModel quantized =
                    DynamicQuantizer.plan(model, Recipe.INT8_DYNAMIC).quantize();
            assertThat(quantized.nodes())
                    .as(name)
                    .filteredOn(node -> WEIGHTED.contains(node.opType()))
                    .allSatisfy(node -> assertThat(node.placement()).isEqualTo(NodeReport.QUANTIZED));
            requireClose(name, model, quantized, 15);
        });
    }

    @Test
    void rangesMeasuredBeforehand() {
        List<String> inside = new ArrayList<>();
        forEach((name, model) -> {
            QuantizedModel quantized =
                    TinyRun.of(model, Recipe.INT8_STATIC, SEED).quantized();
            quantized.nodes().stream()
                    .filter(node -> node.name().contains("/")
                            && node.opType().equals("Conv")
                            && node.placement().equals(NodeReport.QUANTIZED))
                    .forEach(node -> inside.add(name + " " + node.name()));
            requireClose(name, model, quantized, 15);
            assertThat(Oracle.fusedOperators(quantized.model()).getOrDefault("QLinearConv", 0))
                    .as(name)
                    .isEqualTo((int) quantized.nodes().stream()
                            .filter(node -> node.opType().equals("Conv")
                                    && node.placement().equals(NodeReport.QUANTIZED))
                            .count());
        });
        assertThat(inside).hasSizeGreaterThan(MODELS);
    }

    @Test
    void halfPrecision() {
        forEach((name, model) -> {
            requireClose(name, model, Float16Converter.convert(model, Recipe.FP16_CONVERSION), 40);
            requireClose(name, model, Bfloat16Converter.convert(model, Recipe.BF16_CONVERSION), 30);
        });
    }

    private static void forEach(BiConsumer<String, ModelProto> check) {
        for (int i = 0; i < MODELS; i++) {
            long seed = SEED + i;
            check.accept("-Dnarrowgauge.seed=" + seed, RandomNesting.of(new Random(seed)));
        }
    }

    private static void requireClose(String name, ModelProto model, QuantizedModel variant, double decibel) {
        boolean anything =
                variant.nodes().stream().anyMatch(node -> node.placement().equals(NodeReport.QUANTIZED));
        if (!anything) {
            return;
        }
        List<Float> expected = run(model, OptLevel.ALL_OPT);
        List<Float> actual = run(variant.model(), OptLevel.ALL_OPT);
        assertThat(TinyRun.sqnr(floats(expected), floats(actual)))
                .as("%s, %s", name, variant.nodes())
                .isGreaterThan(decibel);
        assertThat(variant.model().getSerializedSize()).as(name).isLessThan(model.getSerializedSize());
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static List<Float> run(ModelProto model, OptLevel level) {
        Map<String, float[]> results =
                Oracle.run(model, TinyRun.tensors(model, TinyRun.samples(model, new Random(SEED))), level);
        List<Float> values = new ArrayList<>();
        results.values().forEach(result -> {
            for (float value : result) {
                values.add(value);
            }
        });
        return values;
    }
}
