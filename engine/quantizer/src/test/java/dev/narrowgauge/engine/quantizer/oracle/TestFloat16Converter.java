package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFloat16Converter {
    @ParameterizedTest
    @CsvSource({
        "digits-cnn, digits",
        "digits-resnet, digits",
        "resnet20-cifar10, cifar10",
        "mobilenetv2-cifar10, cifar10",
        "vit-cifar10, cifar10",
        "sentiment-transformer, sentiment"
    })
    void halvesTheFileAndKeepsTheAnswers(String name, String data) {
        ModelProto prepared = Workbench.prepared(name);
        QuantizedModel converted = Float16Converter.convert(prepared, Recipe.FP16_CONVERSION);

        assertThat(converted.model().getGraph().getInputList())
                .isEqualTo(prepared.getGraph().getInputList());
        assertThat(converted.model().getGraph().getOutputList())
                .isEqualTo(prepared.getGraph().getOutputList());
        assertThat((double) converted.model().getSerializedSize() / prepared.getSerializedSize())
                .isLessThan(0.55);
        assertThat(converted.nodes()).hasSize(prepared.getGraph().getNodeCount());

        Workbench.Quality quality = Workbench.compare(
                prepared, converted.model(), Workbench.shared("datasets/" + data + "-evaluation.npz"), 256);
        assertThat(quality.sqnrDb()).isGreaterThan(45);
    }

    @ParameterizedTest
    @CsvSource({"digits-cnn, digits", "mobilenetv2-cifar10, cifar10", "sentiment-transformer, sentiment"})
    void brainFloatsHalveTheFile(String name, String data) {
        ModelProto prepared = Workbench.prepared(name);
        QuantizedModel converted = Bfloat16Converter.convert(prepared, Recipe.BF16_CONVERSION);
        assertThat((double) converted.model().getSerializedSize() / prepared.getSerializedSize())
                .isLessThan(0.57);
        assertThat(Oracle.fusedOperators(converted.model()).get("Cast"))
                .as("casts of the model itself; those of weights are folded")
                .isEqualTo(Oracle.fusedOperators(prepared).get("Cast"));
        Workbench.Quality quality = Workbench.compare(
                prepared, converted.model(), Workbench.shared("datasets/" + data + "-evaluation.npz"), 256);
        assertThat(quality.sqnrDb()).isGreaterThan(25);
        assertThat(quality.top1()).isGreaterThanOrEqualTo(quality.referenceTop1() - 0.01);
    }

    @ParameterizedTest
    @CsvSource({"digits-resnet", "sentiment-transformer"})
    void inputsAndOutputsBecomeHalfOnRequest(String name) {
        Recipe recipe = Recipe.fromMap(java.util.Map.of("precision", "fp16", "keepIoTypes", false));
        QuantizedModel converted = Float16Converter.convert(Workbench.prepared(name), recipe);
        assertThat(converted.model().getGraph().getOutputList())
                .allSatisfy(output -> assertThat(elementType(output)).isEqualTo(ElementType.FLOAT16.number()));
        assertThat(converted.model().getGraph().getInputList())
                .allSatisfy(input -> assertThat(elementType(input)).isNotEqualTo(ElementType.FLOAT.number()));
        Oracle.optimized(converted.model(), OptLevel.ALL_OPT);
    }

    @ParameterizedTest
    @CsvSource({"digits-resnet"})
    void resizeStaysFloatWithAReason(String name) {
        QuantizedModel converted = Float16Converter.convert(Workbench.prepared(name), Recipe.FP16_CONVERSION);
        assertThat(converted.nodes())
                .filteredOn(node -> node.placement().equals(NodeReport.FLOAT))
                .extracting(NodeReport::opType)
                .containsExactly("Resize");
    }

    private static int elementType(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType();
    }
}
