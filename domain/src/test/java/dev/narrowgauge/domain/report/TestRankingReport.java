package dev.narrowgauge.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestRankingReport {
    @Test
    void saysWhatItCovers() {
        assertThat(RankingReport.of(98, 98, 62, 9, 90, 2, 48).sentence())
                .isEqualTo("Ranked 98 of 98 quantized nodes, 62 measured, 36 estimated on 2 samples; 9 more are part of"
                        + " their kernels, and 90 of the model's 197 nodes are not quantized.");
        assertThat(RankingReport.of(1, 1, 1, 0, 0, 1, 5).sentence())
                .isEqualTo("Ranked 1 of 1 quantized node, all measured on 1 sample; 0 of the model's 1 node are not"
                        + " quantized.");
    }
}
