package dev.narrowgauge.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.domain.provider.SelfTest;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.CheckedProvider;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.ProgressListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Lets a small model run on every other provider that has an engine here: what fails, this node does not offer. */
final class ProvenDevices {
    private static final Logger LOG = System.getLogger(ProvenDevices.class.getName());

    /** Of several graphics processors in a node the first is measured on. */
    private static final int FIRST = 0;

    private final Function<Provider, Engine> engines;
    private final EngineLimits limits;

    /** @param engines by what they run on */
    ProvenDevices(Function<Provider, Engine> engines, EngineLimits limits) {
        this.engines = requireNonNull(engines, "engines is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /** @param installed providers that have an engine here */
    Map<String, DeviceEngine> find(HardwareProfile profile, List<Provider> installed) {
        Map<String, DeviceEngine> proven = new TreeMap<>();
        if (!profile.gpus().isEmpty() && installed.contains(Provider.CUDA)) {
            Execution execution = Execution.cuda(FIRST, Map.of());
            try {
                Engine engine = engines.apply(Provider.CUDA);
                judge(CheckedProvider.check(engine, execution, call()), engine, proven);
            } catch (NarrowgaugeException failure) {
                LOG.log(Level.WARNING, "The engine for cuda is not offered: {0}", failure.getMessage());
            }
        }
        return proven;
    }

    private static void judge(CheckedProvider found, Engine engine, Map<String, DeviceEngine> proven) {
        String deviceClass = found.accelerator().deviceClass();
        switch (found.selfTest()) {
            case SelfTest.Passed() -> proven.put(deviceClass, new DeviceEngine(engine, found.execution()));
            case SelfTest.Failed(String reason) ->
                LOG.log(Level.WARNING, "{0} is not offered: {1}", deviceClass, reason);
        }
    }

    private EngineCall call() {
        return new EngineCall(limits, ProgressListener.none(), new CancelToken());
    }
}
