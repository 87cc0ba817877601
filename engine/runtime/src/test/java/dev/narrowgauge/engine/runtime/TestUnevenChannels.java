package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that differ too much for one grid, and that no exact scaling can make alike, are not passed over. */
class TestUnevenChannels {
    private static final float FACTOR = 1 << 10;

    @TempDir
    private Path directory;

    /** One of twelve channels is written larger and read smaller by that factor, with a bound between that fixes its scale. */
    private static ModelProto behindABound(float factor) {
        TinyGraph graph = new TinyGraph();
        String weights = graph.uneven(0, 0, factor, 12, 3, 3, 3);
        graph.node("Conv", "c1", List.of("x", weights), Attributes.integers("pads", 1, 1, 1, 1));
        graph.node("Clip", "bound", List.of("c1", graph.constant(0f), graph.constant(1e6f)));
        return graph.build(graph.conv("y", "bound", 12, 8, 1 / factor), 8);
    }

    private Quantized quantize(ModelProto model, String recipe) throws IOException {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(TinyGraph.write(model, directory.resolve("model.onnx"))
                                .toString())
                        .setCalibrationPath(TinyGraph.samples(directory.resolve("samples.npz"))
                                .toString())
                        .setOutputPath(directory.resolve("quantized.onnx").toString())
                        .setRecipeJson(recipe)
                        .setReportPath(report().toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized();
    }

    private Path report() {
        return directory.resolve("report.json");
    }

    private JsonNode warnings() throws IOException {
        JsonNode report = new ObjectMapper().readTree(report().toFile());
        ReportSchemaCheck.requireValid(report);
        return report.get("warnings");
    }

    @Test
    void reportAndAnswerSayWhereSmallChannelsAreLostAndWhatHelps() throws IOException {
        Quantized lost = quantize(behindABound(FACTOR), "{\"mode\": \"static\"}");
        assertThat(lost.getOutputSqnrDb()).isLessThan(20);
        assertThat(warnings()).hasSize(1);
        JsonNode warning = warnings().get(0);
        assertThat(warning.get("kind").asText()).isEqualTo("uneven-channels");
        assertThat(warning.get("sentence").asText()).contains("bound", "y", "times", "dB", "exclude");
        assertThat(warning.get("nodes")).extracting(JsonNode::asText).containsExactlyInAnyOrder("c1", "bound", "y");
        assertThat(lost.getWarningsList())
                .containsExactly(warning.get("sentence").asText());

        Quantized followed = quantize(
                behindABound(FACTOR), "{\"mode\": \"static\", \"exclude\": {\"nodes\": " + warning.get("nodes") + "}}");
        assertThat(followed.getOutputSqnrDb()).isGreaterThan(40);
        assertThat(warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(floats = {1, 1 << 2})
    void nothingIsSaidOfChannelsThatOneGridHolds(float factor) throws IOException {
        Quantized held = quantize(behindABound(factor), "{\"mode\": \"static\"}");
        assertThat(held.getOutputSqnrDb()).isGreaterThan(20);
        assertThat(warnings()).isEmpty();
        assertThat(held.getWarningsList()).isEmpty();
    }
}
