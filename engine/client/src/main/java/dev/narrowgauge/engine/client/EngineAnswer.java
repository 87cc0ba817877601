package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.proto.engine.Result;
import java.time.Duration;
import java.util.function.Function;

/**
 * What an engine child answered, and where the answer comes from.
 *
 * @param peakResidentBytes of the child; 0 when the system does not say
 * @param elapsed life time of the child
 */
public record EngineAnswer<T>(
        T value, String engineVersion, String runtimeVersion, long peakResidentBytes, Duration elapsed) {
    public EngineAnswer {
        requireNonNull(value, "value is null");
        requireNonNull(engineVersion, "engineVersion is null");
        requireNonNull(runtimeVersion, "runtimeVersion is null");
        requireNonNull(elapsed, "elapsed is null");
    }

    static <T> EngineAnswer<T> of(Finished finished, Function<Result, T> value) {
        return new EngineAnswer<>(
                value.apply(finished.result()),
                finished.started().getEngineVersion(),
                finished.started().getRuntimeVersion(),
                finished.result().getPeakResidentBytes(),
                finished.elapsed());
    }
}
