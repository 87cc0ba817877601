package dev.narrowgauge.metrics;

import dev.narrowgauge.engine.client.ChildEnd;
import dev.narrowgauge.engine.client.ChildEnd.Outcome;
import dev.narrowgauge.engine.client.ChildListener;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How engine children of this process end, and how much memory they held. */
@Singleton
public final class ChildMeters implements ChildListener {
    private static final String TASK = "task";
    private static final Set<TaskCase> NO_TASKS = Set.of(TaskCase.REHEARSE, TaskCase.TASK_NOT_SET);

    /** Bounds of a histogram, in bytes: 128 MiB to 64 GiB. */
    private static final double[] SIZES =
            LongStream.rangeClosed(27, 36).mapToDouble(power -> 1L << power).toArray();

    private final MeterRegistry registry;

    public ChildMeters(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that the first of its kind is seen as a change.
        Stream.of(TaskCase.values())
                .filter(task -> !NO_TASKS.contains(task))
                .forEach(task -> Stream.of(Outcome.values()).forEach(outcome -> life(task, outcome)));
    }

    @Override
    public void ended(ChildEnd end) {
        life(end.task(), end.outcome()).record(end.elapsed());
        if (end.peakBytes() > 0) {
            peak(end.task()).record(end.peakBytes());
        }
    }

    private Timer life(TaskCase task, Outcome outcome) {
        return Timer.builder("narrowgauge.child")
                .description("How long an engine child worked on its task, by how it ended")
                .tag(TASK, Labels.of(task))
                .tag(Labels.OUTCOME, Labels.of(outcome))
                .register(registry);
    }

    private DistributionSummary peak(TaskCase task) {
        return DistributionSummary.builder("narrowgauge.child.peak")
                .description("The most memory that an engine child was seen to hold of what counts against its limit")
                .baseUnit("bytes")
                .tag(TASK, Labels.of(task))
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }
}
