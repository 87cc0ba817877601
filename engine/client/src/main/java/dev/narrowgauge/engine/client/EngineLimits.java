package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.node.HostMemory;
import java.time.Duration;

/**
 * What one engine child may use.
 *
 * @param memoryBytes resident memory, half of which is its Java heap at most
 * @param deadline life time of the process
 * @param threads intra-op threads of ONNX Runtime; 0 takes the physical cores
 * @param silence how long the process may do nothing at all while an answer is due
 */
public record EngineLimits(long memoryBytes, Duration deadline, int threads, Duration silence) {
    public static final long MIN_MEMORY_BYTES = 64L << 20;
    private static final long FALLBACK_MEMORY_BYTES = 4L << 30;
    private static final Duration SILENCE = Duration.ofMinutes(1);

    public EngineLimits(long memoryBytes, Duration deadline, int threads) {
        this(memoryBytes, deadline, threads, SILENCE);
    }

    public EngineLimits {
        requireNonNull(deadline, "deadline is null");
        requireNonNull(silence, "silence is null");
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("an engine needs at least %s, got %s"
                    .formatted(Numbers.bytes(MIN_MEMORY_BYTES), Numbers.bytes(memoryBytes)));
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline is not positive: " + deadline);
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads is negative: " + threads);
        }
    }

    /** Three quarters of the memory that this process may use, one hour, all physical cores. */
    public static EngineLimits ofThisMachine() {
        long bytes = HostMemory.ofThisMachine().usableBytes().orElse(FALLBACK_MEMORY_BYTES);
        return new EngineLimits(Math.max(MIN_MEMORY_BYTES, bytes / 4 * 3), Duration.ofHours(1), 0);
    }

    public EngineLimits withMemoryBytes(long bytes) {
        return new EngineLimits(bytes, deadline, threads, silence);
    }

    public EngineLimits withDeadline(Duration other) {
        return new EngineLimits(memoryBytes, other, threads, silence);
    }

    public EngineLimits withThreads(int other) {
        return new EngineLimits(memoryBytes, deadline, other, silence);
    }

    EngineLimits withSilence(Duration other) {
        return new EngineLimits(memoryBytes, deadline, threads, other);
    }
}
