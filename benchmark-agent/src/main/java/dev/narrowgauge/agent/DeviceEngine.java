package dev.narrowgauge.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.engine.client.Engine;

/** An engine, and on what it runs the models of a class of devices. */
record DeviceEngine(Engine engine, Execution execution) {
    DeviceEngine {
        requireNonNull(engine, "engine is null");
        requireNonNull(execution, "execution is null");
    }
}
