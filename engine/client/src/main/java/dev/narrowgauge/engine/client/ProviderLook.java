package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.domain.provider.ProviderRun;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Probe;
import dev.narrowgauge.proto.engine.Probed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Lets every model run on its provider once before any is timed: where their nodes run is told then, not guessed. */
final class ProviderLook {
    private final BiFunction<Probe, EngineCall, EngineAnswer<Probed>> probe;

    ProviderLook(BiFunction<Probe, EngineCall, EngineAnswer<Probed>> probe) {
        this.probe = requireNonNull(probe, "probe is null");
    }

    /**
     * For each variant, in order, what it and the baseline ran on; empty on the CPU, of which there is nothing to tell.
     *
     * @param tasks of the baseline, its control and the variants, as {@link MeasuredFork} counts them
     */
    List<Optional<ProviderEvidence>> evidence(List<Measure> tasks, BenchmarkPlan plan, EngineCall call) {
        List<Measure> variants = tasks.subList(MeasuredFork.FIRST_VARIANT, tasks.size());
        if (plan.execution().onCpu()) {
            return variants.stream()
                    .map(_ -> Optional.<ProviderEvidence>empty())
                    .toList();
        }
        Probed baseline = probed(tasks.getFirst(), plan, call);
        List<Optional<ProviderEvidence>> found = new ArrayList<>();
        for (Measure variant : variants) {
            found.add(Optional.of(evidence(baseline, probed(variant, plan, call), plan)));
        }
        return found;
    }

    private static ProviderEvidence evidence(Probed baseline, Probed variant, BenchmarkPlan plan) {
        Execution execution = plan.execution();
        ProviderRun ofBaseline = ProviderMessages.run(baseline, execution.provider());
        return new ProviderEvidence(
                execution.provider(),
                execution.device(),
                new TreeMap<>(variant.getOptionsMap()),
                ProviderMessages.accelerator(variant),
                plan.mostFallback(),
                ofBaseline,
                ProviderMessages.run(variant, execution.provider()));
    }

    private Probed probed(Measure task, BenchmarkPlan plan, EngineCall call) {
        return probe.apply(
                        Probe.newBuilder()
                                .setModelPath(task.getModelPath())
                                .setDatasetPath(task.getDatasetPath())
                                .setDatasetSettingsJson(task.getDatasetSettingsJson())
                                .setBatchSize(task.getBatchSize())
                                .setExecution(ProviderMessages.message(plan.execution()))
                                .build(),
                        call)
                .value();
    }
}
