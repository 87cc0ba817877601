package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The first measurement of a variant on a device class with the forks of those that followed it. Forks are a sample of what the
 * node does; those of another node, or of the same one after it became another, are of another population, and stay apart.
 */
public final class Pooling {
    private Evidence.Measured all;
    private final List<Integer> forks = new ArrayList<>();
    private final List<String> apart = new ArrayList<>();

    public Pooling(Evidence.Measured first) {
        this.all = first;
        forks.add(first.latency().forks().size());
    }

    public void add(Evidence.Measured more) {
        String why = whyApart(all, more);
        if (!why.isEmpty()) {
            failed(why);
            return;
        }
        all = all.with(all.latency().with(more.latency()), with(all.further(), more.further()), more.noiseFloor());
        forks.add(more.latency().forks().size());
    }

    /** @param why nothing came of a further measurement, a sentence */
    public void failed(String why) {
        apart.add("An extension came to nothing: " + why);
    }

    /** Unchanged where nothing was added. */
    public Evidence.Measured pooled() {
        return forks.size() == 1 && apart.isEmpty() ? all : all.with(new Extension(forks, apart));
    }

    private static String whyApart(Evidence.Measured first, Evidence.Measured more) {
        Evidence.Device one = first.device();
        Evidence.Device other = more.device();
        if (!one.node().equals(other.node())) {
            return "it was measured on %s, and the forks before it on %s; those of two machines are not counted as one."
                    .formatted(other.node(), one.node());
        }
        if (!Objects.equals(one.fingerprint(), other.fingerprint())) {
            return "%s is not the machine any more that it was before (fingerprint %s, then %s)."
                    .formatted(one.node(), one.fingerprint(), other.fingerprint());
        }
        if (!one.software().equals(other.software())) {
            return "it was measured by other software (%s) than the forks before it (%s)."
                    .formatted(other.software(), one.software());
        }
        LatencyEvidence before = first.latency();
        LatencyEvidence after = more.latency();
        if (before.threads() != after.threads() || !before.processors().equals(after.processors())) {
            return "it ran on %d threads of the processors %s, and the forks before it on %d of %s."
                    .formatted(after.threads(), after.processors(), before.threads(), before.processors());
        }
        LatencyComparison comparison = LatencyComparison.of(after, Limits.LATENCY_CONFIDENCE, LatencyComparison.MARGIN);
        return comparison.speed() == Speed.INVALID ? comparison.reason() : "";
    }

    /** What was found once stays; of what differs from process to process there is more. */
    private static FurtherEvidence with(FurtherEvidence first, FurtherEvidence more) {
        List<ScenarioResult> scenarios = Stream.concat(first.scenarios().stream(), more.scenarios().stream())
                .toList();
        return new FurtherEvidence(
                first.insight() == null ? more.insight() : first.insight(),
                scenarios,
                worse(first.determinism(), more.determinism()),
                first.weights() == null ? more.weights() : first.weights(),
                first.runtimes(),
                first.loss(),
                first.baselines());
    }

    private static DeterminismReport worse(DeterminismReport first, DeterminismReport more) {
        return first == null || more != null && first.differsNowhere() ? more : first;
    }
}
