package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.ProviderRun;
import dev.narrowgauge.domain.provider.SelfTest;
import dev.narrowgauge.proto.engine.Probe;
import dev.narrowgauge.proto.engine.Probed;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A provider on which a small model really ran.
 *
 * @param options every option of the provider that was set, by the runtime's names
 */
public record CheckedProvider(
        Execution execution,
        SelfTest selfTest,
        ProviderRun run,
        SortedMap<String, String> options,
        Accelerator accelerator,
        String runtimeVersion) {
    public CheckedProvider {
        requireNonNull(execution, "execution is null");
        requireNonNull(selfTest, "selfTest is null");
        requireNonNull(run, "run is null");
        requireNonNull(accelerator, "accelerator is null");
        requireNonNull(runtimeVersion, "runtimeVersion is null");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /**
     * Blocks until the model has run.
     *
     * @param engine that has the provider
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException ENGINE_UNAVAILABLE where the provider cannot be used at all,
     *     ENGINE_CRASHED where it takes the child with it
     */
    public static CheckedProvider check(Engine engine, Execution execution, EngineCall call) {
        EngineAnswer<Probed> answer = engine.probe(
                Probe.newBuilder()
                        .setExecution(ProviderMessages.message(execution))
                        .build(),
                call);
        Probed probed = answer.value();
        ProviderRun run = ProviderMessages.run(probed, execution.provider());
        return new CheckedProvider(
                execution,
                SelfTest.of(run.placement(), run.difference()),
                run,
                new TreeMap<>(probed.getOptionsMap()),
                ProviderMessages.accelerator(probed),
                answer.runtimeVersion());
    }
}
