package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.Samples;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TestPreparedRuns {
    private static final int RUNS = 1000;
    private static final int MOST_ROUNDS = 100;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void theTimedLoopAllocatesNothing() throws IOException {
        withDigits(runs -> {
            long allocated = 1;
            // As soon as the JVM has compiled it.
            for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
                allocated = allocated(runs);
            }
            assertThat(allocated).isZero();
        });
    }

    @Test
    void outputsOfTimedRunsAreThoseRecordedBefore() throws IOException {
        withDigits(runs -> {
            var check = new OutputCheck();
            for (int run = 0; run < 20; run++) {
                runs.record(run, check);
            }
            for (int run = 0; run < 20; run++) {
                assertThat(runs.timeNext(check)).isPositive();
            }
            assertThat(check.varies()).isFalse();
            assertThat(check.checked()).isEqualTo(20);
            assertThat(check.differing()).isZero();
            assertThat(runs.alike()).hasSizeGreaterThan(20).startsWith(0, 1, 2);
        });
    }

    private long allocated(PreparedRuns runs) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < RUNS; run++) {
            runs.timeNext();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void withDigits(Consumer<PreparedRuns> test) throws IOException {
        Path file = Samples.model("digits-cnn");
        OnnxModel model = OnnxModelReader.read(file);
        var source = new SampleSource(Samples.calibration("digits").toString(), "");
        try (SampleSet dataset = source.open(model);
                ModelSession session = new OnnxRuntime(1).openAlone(file)) {
            BoundDataset data = dataset.bind(
                    model.describe().inputs().stream().map(InputSpec::of).toList());
            try (PreparedRuns runs = new PreparedRuns(session, data, 1)) {
                test.accept(runs);
            }
        }
    }
}
