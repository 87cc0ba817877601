package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.upload.InspectionLanes;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EngineLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TestInspectionLanes {
    private static final EngineLimits TOGETHER = new EngineLimits(8L << 30, Duration.ofMinutes(5), 1);
    private static final long SMALL = 14L << 20;
    private static final long LARGE = 2L << 30;

    @Test
    void largeAndSlowUploadsDoNotHoldUpOthers() throws Exception {
        InspectionLanes lanes = new InspectionLanes(TOGETHER, 2);
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> inspections = new ArrayList<>();
            for (long bytes : new long[] {LARGE, LARGE, SMALL, SMALL}) {
                inspections.add(threads.submit(() -> lanes.run(bytes, limits -> {
                    if (limits.deadline().compareTo(TOGETHER.deadline()) < 0) {
                        throw new NarrowgaugeException(ErrorCode.ENGINE_TIMED_OUT, "slower than it looked");
                    }
                    begun.countDown();
                    return await(slow);
                })));
            }
            assertThat(await(begun)).isTrue();

            assertThat(lanes.<String>run(SMALL, _ -> "done")).isEqualTo("done");

            slow.countDown();
            for (Future<?> inspection : inspections) {
                assertThat(inspection.get(5, TimeUnit.MINUTES)).isEqualTo(true);
            }
        }
    }

    @Test
    void togetherTheyTakeNoMoreThanTheyMay() {
        InspectionLanes lanes = new InspectionLanes(TOGETHER, 3);
        long quick = lanes.run(SMALL, EngineLimits::memoryBytes);
        long patient = lanes.run(LARGE, EngineLimits::memoryBytes);

        assertThat(3 * quick + patient).isLessThanOrEqualTo(TOGETHER.memoryBytes());
        assertThat(patient).isGreaterThan(TOGETHER.memoryBytes() / 2);
    }

    @Test
    void whatWantsForMemoryIsTriedWithMore() {
        List<Long> tried = new ArrayList<>();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> new InspectionLanes(TOGETHER, 2).run(SMALL, limits -> {
                    tried.add(limits.memoryBytes());
                    throw new NarrowgaugeException(ErrorCode.ENGINE_OUT_OF_MEMORY, "too large");
                }));
        assertThat(tried).hasSize(2).isSorted();
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        List<EngineLimits> tried = new ArrayList<>();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> new InspectionLanes(TOGETHER, 2).run(SMALL, limits -> {
                    tried.add(limits);
                    throw new NarrowgaugeException(ErrorCode.MODEL_NOT_ONNX, "no model");
                }));
        assertThat(tried).hasSize(1);
    }

    @Test
    void smallMachineInspectsOneAtATime() {
        EngineLimits little = TOGETHER.withMemoryBytes(512L << 20);
        assertThat(new InspectionLanes(little, 2).<EngineLimits>run(SMALL, limits -> limits))
                .isEqualTo(little);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
