package dev.narrowgauge.domain.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TestProviderEvidence {
    @Test
    void tellsWhatRanElsewhereAndHowMuchOfIt() {
        ProviderEvidence evidence = evidence(0, 11, 0.2);

        assertThat(evidence.finding())
                .isEqualTo("11 of the 41 nodes of the variant that compute ran on another provider than cuda"
                        + " (DequantizeLinear 11): its time is not that of cuda.");
    }

    @Test
    void aShareThatIsAllowedIsNoFinding() {
        assertThat(evidence(2, 11, 0.3).finding()).isEmpty();
    }

    @Test
    void theBaselineCountsAsMuch() {
        assertThat(evidence(20, 0, 0.3).finding()).contains("of the baseline");
    }

    private static ProviderEvidence evidence(int baselineFallback, int variantFallback, double most) {
        return new ProviderEvidence(
                Provider.CUDA,
                0,
                new TreeMap<>(),
                Accelerator.unknown(),
                most,
                run(baselineFallback),
                run(variantFallback));
    }

    private static ProviderRun run(int fallback) {
        PlacedNodes there = new PlacedNodes("CUDAExecutionProvider", "Conv", Work.COMPUTE, 30, 100);
        List<PlacedNodes> nodes = fallback == 0
                ? List.of(there)
                : List.of(
                        there, new PlacedNodes("CPUExecutionProvider", "DequantizeLinear", Work.COMPUTE, fallback, 10));
        return new ProviderRun(
                new Placement(Provider.CUDA, nodes, List.of()),
                new OutputDifference(NumberFormat.FLOAT32, 0),
                new HostTransfer(1, 2),
                1,
                1);
    }
}
