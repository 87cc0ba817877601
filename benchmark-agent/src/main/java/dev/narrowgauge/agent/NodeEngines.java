package dev.narrowgauge.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.engine.client.ChildListener;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineDistributions;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.MachineLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The engines of a node: its own, for the classes of its processor, and others that have passed their self-test.
 *
 * @param proven by the class that each runs
 */
record NodeEngines(Engine own, Map<String, DeviceEngine> proven) {
    NodeEngines {
        requireNonNull(own, "own is null");
        proven = Map.copyOf(proven);
    }

    /** Of a node without graphics processors. */
    static NodeEngines of(Engine own) {
        return new NodeEngines(own, Map.of());
    }

    /**
     * Those that are installed; blocks until each other than its own has passed its self-test or failed it.
     *
     * @param work directory in which each child has its own
     * @param limits of each child
     */
    static NodeEngines installed(HardwareProfile profile, Path work, EngineLimits limits, ChildListener children) {
        EngineHome home = EngineHome.find();
        EngineDistributions others = EngineDistributions.find();
        Function<Provider, Engine> engines = provider ->
                new Engine(home.program(provider, others), work, MachineLock.ofThisMachine()).heardBy(children);
        return new NodeEngines(
                engines.apply(Provider.CPU), new ProvenDevices(engines, limits).find(profile, others.installed()));
    }

    DeviceEngine of(String deviceClass) {
        return proven.getOrDefault(deviceClass, new DeviceEngine(own, Execution.cpu()));
    }

    Set<String> provenClasses() {
        return proven.keySet();
    }
}
