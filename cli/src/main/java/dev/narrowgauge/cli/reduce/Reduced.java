package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import java.time.Duration;
import java.util.Optional;

/**
 * What a reduction came to.
 *
 * @param before the model as it was given, with all its samples
 * @param samplesBefore how many were given
 * @param first how the fault showed there
 * @param after the smallest model found that shows it
 * @param last how the fault showed there in the end; empty where it did not show once more, or was not asked to
 * @param untaken whether what is left is of a branch that no sample takes
 * @param tried candidates that were judged
 * @param outOfTime whether more time might have made it smaller
 * @param stopped whether the work ended before it was done
 * @param on where all that was
 */
record Reduced(
        FaultyModel before,
        long samplesBefore,
        Symptom first,
        FaultyModel after,
        Optional<Symptom> last,
        boolean untaken,
        int tried,
        boolean outOfTime,
        boolean stopped,
        Duration took,
        FaultContext on) {}
