package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Finding;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a result is measured and spoken about; how fast it is depends on the machine. */
class TestLatencyCheck {
    @TempDir
    private Path directory;

    @Test
    void saysInWordsWhatItMeasured() throws IOException {
        List<EngineEvent> events = EngineDriver.serve(request(false));
        Quantized quantized = events.getLast().getResult().getQuantized();
        assertThat(events).anyMatch(event -> event.getProgress().getStage().equals("time"));
        assertThat(quantized.hasLatency()).isTrue();
        Latency latency = quantized.getLatency();
        assertThat(latency.getRatioLow()).isPositive().isLessThan(latency.getRatioHigh());
        assertThat(latency.getBaselineMillis()).isPositive();
        assertThat(latency.getVariantMillis() / latency.getBaselineMillis())
                .as("what a reader divides")
                .isCloseTo(latency.getRatio(), within(1e-9));
        assertThat(latency.hasOthersShare()).isEqualTo(Files.isReadable(Path.of("/proc/stat")));
        assertThat(latency.getOthersShare()).isBetween(0.0, 1.0);
        assertThat(latency.getThreads()).isEqualTo(1);
        assertThat(latency.getBatchSize()).isEqualTo(1);
        Finding judged = quantized.getDecision().getFindingsList().stream()
                .filter(finding -> finding.getMeasure().equals("latency-ratio"))
                .findFirst()
                .orElseThrow();
        assertThat(judged.getObserved()).isEqualTo(latency.getRatio());
        assertThat(judged.getState().equals("KEPT")).isEqualTo(latency.getRatioHigh() < 1);
        assertThat(quantized.getDecision().getOutcome().equals("SHIP")).isEqualTo(latency.getRatioHigh() < 1);
        assertThat(quantized.getIntegerMacShare()).isEqualTo(1);

        JsonNode report = report();
        assertThat(report.at("/latency/ratio/estimate").asDouble()).isEqualTo(latency.getRatio());
        assertThat(report.at("/latency/device").asText()).isNotBlank();
        assertThat(report.at("/decision/reason").asText())
                .isEqualTo(quantized.getDecision().getReason());
    }

    @Test
    void measuresNothingWhenToldSo() throws IOException {
        List<EngineEvent> events = EngineDriver.serve(request(true));
        Quantized quantized = events.getLast().getResult().getQuantized();
        assertThat(events).noneMatch(event -> event.getProgress().getStage().equals("time"));
        assertThat(quantized.hasLatency()).isFalse();
        assertThat(quantized.getDecision().getOutcome()).isEqualTo("CANNOT_TELL");
        assertThat(quantized.getDecision().getMissing(0)).contains("latency");
        assertThat(report().at("/latency").isNull()).isTrue();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private EngineRequest request(boolean skip) {
        return EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(Samples.model("digits-cnn").toString())
                        .setCalibrationPath(Samples.calibration("digits").toString())
                        .setRecipeJson(
                                "{\"mode\": \"static\", \"target\": \"generic\", \"calibration\": {\"holdOut\": true}}")
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setReportPath(directory.resolve("report.json").toString())
                        .setSkipLatencyCheck(skip))
                .build();
    }
}
