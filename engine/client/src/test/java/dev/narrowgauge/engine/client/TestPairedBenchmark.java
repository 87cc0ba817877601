package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The measuring children are fakes whose file name says how many microseconds a run takes. */
@Timeout(600)
final class TestPairedBenchmark {
    private static final EngineProgram PROGRAM =
            new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(ProcessHandle.current().children()).isEmpty();
        try (Stream<Path> left = Files.list(Files.createDirectories(directory.resolve("work")))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void measuresRatio() {
        PairedMeasurement measurement = compare("1000", "500");
        assertThat(measurement.ratio().estimate()).isCloseTo(0.5, within(0.02));
        assertThat(measurement.speed()).isEqualTo(Speed.FASTER);
        assertThat(measurement.pairs()).as("a clear answer needs one look").hasSize(10);
        assertThat(measurement.settled()).isTrue();
        assertThat(measurement.baseline().latency().runs()).isEqualTo(600);
        assertThat(measurement.baseline().latency().p50Millis()).isCloseTo(1, within(0.05));
        assertThat(measurement.variant().latency().p50Millis()
                        / measurement.baseline().latency().p50Millis())
                .as("what a reader divides")
                .isCloseTo(measurement.ratio().estimate(), within(1e-9));
        assertThat(measurement.baseline().latency().p90Millis()).isPresent();
        assertThat(measurement.baseline().latency().p99Millis())
                .as("600 runs say nothing about p99")
                .isEmpty();
        assertThat(measurement.evidence().baselineBlockMedianMillis()).hasSize(10);
        assertThat(measurement.evidence().threads()).isEqualTo(2);
        assertThat(progress)
                .startsWith("warm-up 0/2", "warm-up 1/2", "measure 0/20")
                .endsWith("measure 10/20");
    }

    @Test
    void saysSlower() {
        assertThat(compare("100", "130").speed()).isEqualTo(Speed.SLOWER);
    }

    @Test
    void saysWhenWarmUpDidNotSettle() {
        PairedMeasurement measurement = compare("unsteady", "500");
        assertThat(measurement.settled()).isFalse();
        assertThat(measurement.baseline().settled()).isFalse();
        assertThat(measurement.variant().settled()).isTrue();
    }

    @Test
    void crashOfOneSideEndsBoth() {
        assertThatThrownBy(() -> compare("1000", "crash"))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_CRASHED));
    }

    @Test
    void ordersPairsAtRandomButBalanced() {
        List<Boolean> order = PairedBenchmark.order(plan(7));
        assertThat(order).hasSize(20).isEqualTo(PairedBenchmark.order(plan(7)));
        for (int four = 0; four < 20; four += 4) {
            assertThat(order.subList(four, four + 4)).containsExactlyInAnyOrder(true, true, false, false);
        }
        assertThat(PairedBenchmark.order(plan(8))).isNotEqualTo(order);
    }

    @Test
    void stopsOnPrecisionOrClearAnswer() {
        assertThat(PairedBenchmark.isEnough(new Interval(1.015, 1.006, 1.024, 0.975), plan(1)))
                .as("narrow, though undecided")
                .isTrue();
        assertThat(PairedBenchmark.isEnough(new Interval(1.3, 1.1, 1.5, 0.975), plan(1)))
                .as("wide, but clearly slower")
                .isTrue();
        assertThat(PairedBenchmark.isEnough(new Interval(1.0, 0.9, 1.1, 0.975), plan(1)))
                .isFalse();
    }

    @Test
    void judgesAgainstMargin() {
        assertThat(Speed.of(new Interval(0.5, 0.4, 0.97, 0.95), 0.02)).isEqualTo(Speed.FASTER);
        assertThat(Speed.of(new Interval(0.5, 0.4, 0.99, 0.95), 0.02)).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(Speed.of(new Interval(1, 0.99, 1.01, 0.95), 0.02)).isEqualTo(Speed.SAME);
        assertThat(Speed.of(new Interval(1.1, 1.03, 1.2, 0.95), 0.02)).isEqualTo(Speed.SLOWER);
    }

    private PairedMeasurement compare(String baseline, String variant) {
        Engine engine = new Engine(PROGRAM, directory.resolve("work"), MachineLock.in(directory.resolve("lock")));
        EngineCall call = new EngineCall(
                new EngineLimits(256L << 20, Duration.ofMinutes(5), 0),
                (stage, done, total) -> progress.add(stage + " " + done + "/" + total),
                new CancelToken());
        return engine.benchmark().compare(Path.of(baseline), Path.of(variant), Path.of("data"), plan(1), call);
    }

    private static BenchmarkPlan plan(long seed) {
        return BenchmarkPlan.standard(seed);
    }
}
