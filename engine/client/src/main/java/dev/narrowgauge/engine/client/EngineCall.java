package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

/** How one engine call runs: what it may use, who hears its progress, and who may stop it. */
public record EngineCall(EngineLimits limits, ProgressListener progress, CancelToken cancel) {
    public EngineCall {
        requireNonNull(limits, "limits is null");
        requireNonNull(progress, "progress is null");
        requireNonNull(cancel, "cancel is null");
    }

    /** With this machine's limits, heard by nobody, stopped by nobody. */
    public static EngineCall plain() {
        return new EngineCall(EngineLimits.ofThisMachine(), ProgressListener.none(), new CancelToken());
    }
}
