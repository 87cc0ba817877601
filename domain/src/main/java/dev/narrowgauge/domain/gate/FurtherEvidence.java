package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import java.util.List;

/**
 * What an agent found beside accuracy and latency.
 *
 * @param insight on what kernels baseline and variant ran; null where nobody looked
 * @param scenarios baseline and variant alone on the node; empty likewise
 * @param determinism whether the variant gives the same bytes again; null likewise
 */
public record FurtherEvidence(SpeedInsight insight, List<ScenarioResult> scenarios, DeterminismReport determinism) {
    public static final FurtherEvidence NONE = new FurtherEvidence(null, List.of(), null);

    public FurtherEvidence {
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
    }
}
