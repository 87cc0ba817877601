package dev.narrowgauge.api.upload;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EngineLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Who may inspect when, and with how much of the memory that all inspections have together. Most uploads are small and take
 * a second: they have a quick lane. What is large, or turns out to need more time or memory than that lane gives, has the
 * other lane, one at a time, so that a few such uploads hold up nobody but each other.
 */
public final class InspectionLanes {
    private static final long LARGE_BYTES = 256L << 20;
    private static final Duration QUICK = Duration.ofSeconds(10);

    /** With less a child of the quick lane could hold hardly any model. */
    private static final long MIN_QUICK_MEMORY_BYTES = 256L << 20;

    private final Optional<Lane> quick;
    private final Lane patient;

    private record Lane(Semaphore slots, EngineLimits limits) {
        Lane(int slots, EngineLimits limits) {
            this(new Semaphore(slots, true), limits);
        }
    }

    /**
     * @param together what all inspections may take at one time, and the deadline of the longest
     * @param quickSlots small uploads that are inspected at the same time
     */
    public InspectionLanes(EngineLimits together, int quickSlots) {
        long quickMemory = together.memoryBytes() / 4 / quickSlots;
        if (quickMemory < MIN_QUICK_MEMORY_BYTES) {
            this.quick = Optional.empty();
            this.patient = new Lane(1, together);
            return;
        }
        Duration deadline = together.deadline().compareTo(QUICK) < 0 ? together.deadline() : QUICK;
        this.quick = Optional.of(
                new Lane(quickSlots, together.withMemoryBytes(quickMemory).withDeadline(deadline)));
        this.patient = new Lane(1, together.withMemoryBytes(together.memoryBytes() - quickSlots * quickMemory));
    }

    /**
     * Runs the inspection once a lane has room for it; a second time where the first wanted for time or memory.
     *
     * @param bytes of the upload
     * @param inspection is given what it may take
     */
    public <T> T run(long bytes, Function<EngineLimits, T> inspection) {
        if (quick.isPresent() && bytes < LARGE_BYTES) {
            try {
                return inTurn(quick.get(), inspection);
            } catch (NarrowgaugeException e) {
                if (e.code() != ErrorCode.ENGINE_TIMED_OUT && e.code() != ErrorCode.ENGINE_OUT_OF_MEMORY) {
                    throw e;
                }
            }
        }
        return inTurn(patient, inspection);
    }

    private static <T> T inTurn(Lane lane, Function<EngineLimits, T> inspection) {
        try {
            lane.slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; try again when it is back.", e);
        }
        try {
            return inspection.apply(lane.limits);
        } finally {
            lane.slots.release();
        }
    }
}
