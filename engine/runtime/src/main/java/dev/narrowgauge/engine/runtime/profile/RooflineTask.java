package dev.narrowgauge.engine.runtime.profile;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.profile.Roofline.Numbers;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.PreparedRun;
import dev.narrowgauge.proto.engine.MeasureRoofline;
import dev.narrowgauge.proto.engine.Roof;
import dev.narrowgauge.proto.engine.RooflineMeasured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/** Measures what this machine reaches at most through ONNX Runtime, in each type of numbers. */
public final class RooflineTask {
    private static final double STANDARD_SECONDS = 0.25;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FEWEST_RUNS = 5;

    /** The pace that a tenth of the runs is faster than: a peak, and not the luck of one run. */
    private static final int FASTEST_ONE_IN = 10;

    private static final int KERNELS = 3;

    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final double seconds;

    private RooflineTask(OnnxRuntime runtime, TaskDirectory work, double seconds) {
        this.runtime = runtime;
        this.work = work;
        this.seconds = seconds;
    }

    public static RooflineMeasured measure(MeasureRoofline request, OnnxRuntime runtime, ProgressMeter progress)
            throws IOException {
        double seconds = request.getSecondsPerKernel() > 0 ? request.getSecondsPerKernel() : STANDARD_SECONDS;
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            RooflineMeasured.Builder measured = RooflineMeasured.newBuilder().setThreads(runtime.threads());
            var task = new RooflineTask(runtime, work, seconds);
            progress.begin("profile", (long) KERNELS * Numbers.values().length);
            for (Numbers numbers : Numbers.values()) {
                measured.addRoofs(task.roof(numbers, progress));
            }
            return measured.build();
        }
    }

    private Roof roof(Numbers numbers, ProgressMeter progress) {
        Roof.Builder roof = Roof.newBuilder().setNumbers(numbers.name());
        long done = (long) KERNELS * numbers.ordinal();
        reach(PeakKernel::matrixProduct, numbers, roof::setMatrixRate);
        progress.advanceTo(done + 1);
        reach(PeakKernel::convolutions, numbers, roof::setConvolutionRate);
        progress.advanceTo(done + 2);
        reach(PeakKernel::addition, numbers, roof::setBytesPerSecond);
        progress.advanceTo(done + KERNELS);
        return roof.build();
    }

    private void reach(Function<ElementType, PeakKernel> kernel, Numbers numbers, DoubleConsumer rate) {
        PeakKernel peak = kernel.apply(type(numbers));
        perSecond(peak).ifPresent(runs -> rate.accept(runs * peak.work()));
    }

    private static ElementType type(Numbers numbers) {
        return switch (numbers) {
            case FP32 -> ElementType.FLOAT;
            case FP16 -> ElementType.FLOAT16;
            case BF16 -> ElementType.BFLOAT16;
            case INT8 -> ElementType.UINT8;
        };
    }

    /** Runs a second; empty where ONNX Runtime has no such kernel here. */
    private OptionalDouble perSecond(PeakKernel kernel) {
        Path file = work.write(kernel.model(), "peak.onnx");
        try (ModelSession session = runtime.openAlone(file);
                var feed = new BatchFeed(session);
                BoundRun run = BoundRun.ofAll(session)) {
            feed.take(batch(kernel));
            return OptionalDouble.of(NANOS_PER_SECOND / fastNanos(run.prepared(feed)));
        } catch (NarrowgaugeException failure) {
            if (failure.code() == ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                return OptionalDouble.empty();
            }
            throw failure;
        }
    }

    private long fastNanos(PreparedRun run) {
        List<Long> nanos = new ArrayList<>();
        long begin = System.nanoTime();
        while (nanos.size() < FEWEST_RUNS || System.nanoTime() - begin < seconds * NANOS_PER_SECOND) {
            long start = System.nanoTime();
            run.run();
            run.release();
            nanos.add(System.nanoTime() - start);
        }
        Collections.sort(nanos);
        return Math.max(1, nanos.get(nanos.size() / FASTEST_ONE_IN));
    }

    private static Batch batch(PeakKernel kernel) {
        int bytes = Math.toIntExact(kernel.type()
                .byteCount(kernel.dims().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact)));
        List<BatchTensor> tensors = kernel.inputs().stream()
                .map(input -> new BatchTensor(
                        input,
                        kernel.type(),
                        kernel.dims(),
                        ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN)))
                .toList();
        return new Batch(0, 1, tensors, List.of());
    }
}
