package dev.narrowgauge.api.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.LossCause;
import dev.narrowgauge.domain.report.SensitivityReport;
import org.junit.jupiter.api.Test;

class TestLossReader {
    private static final String REPORT = """
            {"schemaVersion": 2,
             "sensitivity": [
               {"node": "conv1", "opType": "Conv", "sqnrDb": 12.5, "noiseShare": 0.7, "measured": true},
               {"node": "fc", "opType": "Gemm", "sqnrDb": 20, "noiseShare": 0.3, "measured": false, "new": 1},
               {"node": "quiet", "opType": "Relu", "sqnrDb": null, "noiseShare": 0, "measured": true}],
             "ranking": {"sentence": "Ranked 3 of 3 quantized nodes.", "readyRecipe": {
               "recipe": {"name": "int8", "mode": "static",
                          "overrides": {"nodes": [{"match": ["conv1"], "placement": "float"}], "tensors": []}},
               "toFloat": ["conv1"], "sentence": "With 'conv1' in float it is expected at 30 dB."}}}
            """;

    @Test
    void worstLayersAndTheRecipeOfTheReport() {
        LossCause cause = LossReader.read(REPORT);

        assertThat(cause.layers())
                .containsExactly(
                        new SensitivityReport("conv1", "Conv", 12.5, 0.7, true),
                        new SensitivityReport("fc", "Gemm", 20.0, 0.3, false));
        assertThat(cause.remedy().recipe()).containsOnlyKeys("name", "mode", "overrides");
        assertThat(cause.remedy().expected()).isEqualTo("With 'conv1' in float it is expected at 30 dB.");
    }

    @Test
    void recipeThatNoReaderTakesIsNotOffered() {
        assertThat(LossReader.read(REPORT.replace("\"static\"", "\"of-tomorrow\"")))
                .satisfies(cause -> assertThat(cause.remedy()).isNull())
                .satisfies(cause -> assertThat(cause.layers()).hasSize(2));
    }

    @Test
    void nothingIsInvented() {
        assertThat(LossReader.read(null)).isEqualTo(LossCause.unknown("No quality report of the variant was kept."));
        assertThat(LossReader.read("{"))
                .isEqualTo(LossCause.unknown("The quality report of the variant cannot be read."));
        assertThat(LossReader.read("{\"schemaVersion\": 1}"))
                .isEqualTo(LossCause.unknown("The quality report of the variant has no ranking of its nodes."));
        assertThat(LossReader.read("{\"ranking\": {\"sentence\": \"Not ranked: there are no samples to run.\"}}"))
                .isEqualTo(LossCause.unknown("Not ranked: there are no samples to run."));
    }
}
