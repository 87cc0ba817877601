package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import java.time.Duration;

/**
 * What became of one engine child.
 *
 * @param elapsed since it was given its task
 * @param peakBytes the most memory that was seen to count against its limit, in bytes; 0 where it ended before anybody looked
 */
public record ChildEnd(TaskCase task, Outcome outcome, Duration elapsed, long peakBytes) {
    public ChildEnd {
        requireNonNull(task, "task is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(elapsed, "elapsed is null");
    }

    /** How it ended, as {@link EngineOutcome} says it. */
    public enum Outcome {
        FINISHED,
        /** It said why it cannot do what was asked. */
        FAILED,
        CRASHED,
        OUT_OF_MEMORY,
        TIMED_OUT,
        SILENT,
        /** Its caller stopped it, or one that it worked with ended otherwise. */
        CANCELLED;

        static Outcome of(EngineOutcome outcome) {
            return switch (outcome) {
                case EngineOutcome.Finished _ -> FINISHED;
                case EngineOutcome.Failed _ -> FAILED;
                case EngineOutcome.Crashed _ -> CRASHED;
                case EngineOutcome.OutOfMemory _ -> OUT_OF_MEMORY;
                case EngineOutcome.TimedOut _ -> TIMED_OUT;
                case EngineOutcome.Silent _ -> SILENT;
                case EngineOutcome.Cancelled _ -> CANCELLED;
            };
        }
    }
}
