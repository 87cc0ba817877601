package dev.narrowgauge.engine.runtime;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.Explained;
import dev.narrowgauge.proto.engine.Fault;
import dev.narrowgauge.proto.engine.PlannedNode;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestExplanation {
    @TempDir
    private Path directory;

    @Test
    void saysWhatBecomesOfEachNodeAndWhy() {
        Explained explained = explain("{\"mode\": \"static\", \"target\": \"x86-vnni\"}");
        assertThat(explained.getNodesList())
                .allSatisfy(node -> assertThat(node.getReason()).isNotBlank())
                .extracting(PlannedNode::getName)
                .doesNotHaveDuplicates();
        assertThat(explained.getNodesList())
                .filteredOn(node -> node.getOpType().equals("Conv"))
                .isNotEmpty()
                .allSatisfy(node -> {
                    assertThat(node.getPlacement()).isEqualTo("quantized");
                    assertThat(node.getActivations()).isEqualTo("uint8");
                    assertThat(node.getWeights()).isEqualTo("int8 per-channel");
                });
        assertThat(settings(explained))
                .containsEntry("target", "\"x86-vnni\" written")
                .containsEntry("mode", "\"static\" written")
                .containsEntry("activations.type", "\"uint8\" target")
                .containsEntry("calibration.percentile", "99.999 default");
    }

    @Test
    void takesThisMachineWhereNoTargetIsWritten() {
        assertThat(settings(explain("")).get("target")).endsWith(" machine");
    }

    @Test
    void saysWhatATargetWithoutIntegerKernelsComesTo() {
        Explained explained = explain("{\"mode\": \"static\", \"target\": \"cuda\"}");
        assertThat(explained.getNodesList())
                .allSatisfy(node -> assertThat(node.getPlacement()).isEqualTo("float"))
                .anySatisfy(
                        node -> assertThat(node.getReason()).contains("CUDA").contains("fp16"));
        assertThat(explained.getNotesList()).anySatisfy(note -> assertThat(note).contains("no CPU"));
    }

    @Test
    void explainsHalfPrecision() {
        assertThat(explain("{\"precision\": \"fp16\"}").getNodesList()).isNotEmpty();
    }

    @Test
    void saysThatAModelCameQuantizedAndWhatThatMeans() {
        Path quantized = directory.resolve("quantized.onnx");
        EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(Samples.model("digits-cnn").toString())
                        .setCalibrationPath(Samples.calibration("digits").toString())
                        .setRecipeJson("{\"mode\": \"static\", \"target\": \"generic\"}")
                        .setOutputPath(quantized.toString()))
                .build());
        Explained explained =
                EngineDriver.answer(request(quantized, "")).getResult().getExplained();
        assertThat(explained.getNodesList())
                .filteredOn(node -> node.getOpType().equals("Conv"))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.getPlacement()).isEqualTo("quantized"));
        assertThat(explained.getNotesList()).anySatisfy(note -> assertThat(note).contains("came quantized (qdq)"));
        Path prepared = directory.resolve("prepared.onnx");
        EngineDriver.answer(EngineRequest.newBuilder()
                .setExplain(request(quantized, "").getExplain().toBuilder().setPreparedPath(prepared.toString()))
                .build());
        assertThat(OnnxModelReader.read(prepared).proto().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("DequantizeLinear");
        assertThat(EngineDriver.answer(request(quantized, "{\"precision\": \"fp16\"}"))
                        .getFailure()
                        .getCode())
                .isEqualTo("MODEL_ALREADY_QUANTIZED");
    }

    @Test
    void namesWhatAnOverrideMissed() {
        EngineEvent answer = EngineDriver.answer(request(
                "{\"overrides\": {\"nodes\": [{\"match\": [\"nothing like it\"], \"placement\": \"float\"}]}}"));
        assertThat(answer.getFailure().getCode()).isEqualTo("RECIPE_MATCHES_NOTHING");
        assertThat(answer.getFailure().getMessage()).contains("nothing like it").contains("the nearest are");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\": \"dynamic\"",
                "\"mode\": \"mixed\"",
                "\"precision\": \"fp16\"",
                "\"precision\": \"bf16\""
            })
    void tellsEveryNameThatNothingHasWithItsPlace(String kind) {
        EngineEvent answer = EngineDriver.answer(
                request("{%s, \"exclude\": {\"opTypes\": [\"Cnov\"], \"nodes\": [\"nobody\"]}}".formatted(kind)));
        assertThat(answer.getFailure().getFaultsList())
                .extracting(Fault::getPointer)
                .containsExactly("/exclude/opTypes", "/exclude/nodes");
    }

    private static Map<String, String> settings(Explained explained) {
        List<Setting> settings = explained.getSettingsList();
        return settings.stream()
                .collect(toMap(Setting::getKey, setting -> setting.getValueJson() + " " + setting.getOrigin()));
    }

    private Explained explain(String recipe) {
        EngineEvent answer = EngineDriver.answer(request(recipe));
        assertThat(answer.hasResult()).as(answer.toString()).isTrue();
        return answer.getResult().getExplained();
    }

    private EngineRequest request(String recipe) {
        return request(Samples.model("digits-cnn"), recipe);
    }

    private EngineRequest request(Path model, String recipe) {
        return EngineRequest.newBuilder()
                .setExplain(Explain.newBuilder()
                        .setModelPath(model.toString())
                        .setRecipeJson(recipe)
                        .setWorkDirectory(directory.toString()))
                .build();
    }
}
