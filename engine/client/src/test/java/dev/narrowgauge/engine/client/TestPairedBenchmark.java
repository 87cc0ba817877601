package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.latency.Audit;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.ForkRounds;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Speed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
    private final List<String> found = new ArrayList<>();

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
        LatencyComparison comparison = measurement.comparison();
        assertThat(comparison.ratio().estimate()).isCloseTo(0.5, within(0.03));
        assertThat(comparison.speed()).isEqualTo(Speed.FASTER);
        assertThat(comparison.control().low()).isLessThan(1);
        assertThat(comparison.control().high()).isGreaterThan(1);
        assertThat(measurement.evidence().forks())
                .as("a clear answer needs no more than the fewest")
                .hasSize(LatencyComparison.FEWEST_FORKS)
                .allSatisfy(fork -> assertThat(fork.startOrder())
                        .containsExactlyInAnyOrder(Role.BASELINE, Role.CONTROL, Role.VARIANT))
                .allSatisfy(fork -> assertThat(fork.paddingBytes()).hasSize(3));
        assertThat(measurement.variant().latency().p50Millis()
                        / measurement.baseline().latency().p50Millis())
                .as("what a reader divides")
                .isCloseTo(comparison.ratio().estimate(), within(1e-9));
        assertThat(measurement.baseline().latency().p50Millis()).isCloseTo(1, within(0.05));
        assertThat(measurement.baseline().latency().p90Millis())
                .isGreaterThanOrEqualTo(measurement.baseline().latency().p50Millis());
        assertThat(measurement.evidence().threads()).isEqualTo(2);
        assertThat(measurement.evidence().processors()).containsExactly(1, 3);
        assertThat(measurement.evidence().variant().warmUpCurveMillis())
                .isNotEmpty()
                .isEqualTo(measurement.variant().warmUpCurveMillis());
        assertThat(measurement.evidence().hasHistograms()).isTrue();
        assertThat(measurement.evidence().recounted())
                .as("every figure follows from the runs of the blocks")
                .isEqualTo(measurement.evidence());
        assertThat(measurement.evidence().blocks())
                .extracting(Block::beganMillis)
                .isSorted()
                .doesNotContainNull();
        assertThat(progress)
                .startsWith("warm-up 0/3", "warm-up 1/3", "warm-up 2/3")
                .endsWith("measure 6/40");
        assertThat(found).hasSize(6).first().asString().endsWith("ratio not known yet, time left not known yet");
        assertThat(found.getLast()).startsWith("ratio 0.");
    }

    @Test
    void saysSlower() {
        LatencyComparison comparison = compare("200", "260").comparison();
        assertThat(comparison.speed()).as(comparison.reason()).isEqualTo(Speed.SLOWER);
    }

    @Test
    void variantsShareTheirBaseline() {
        List<PairedMeasurement> measurements = engine().benchmark()
                .compare(
                        Path.of("1000"),
                        List.of(Path.of("500"), Path.of("2000")),
                        Path.of("data"),
                        "",
                        plan(1),
                        call());

        assertThat(measurements)
                .extracting(measurement -> measurement.comparison().speed())
                .containsExactly(Speed.FASTER, Speed.SLOWER);
        assertThat(measurements.getFirst().baseline())
                .isEqualTo(measurements.getLast().baseline());
    }

    @Test
    void quickPlanIsAPreview() {
        PairedMeasurement measurement = quick("1000", "500");

        assertThat(measurement.evidence().forks()).hasSize(1);
        assertThat(measurement.comparison().speed()).isEqualTo(Speed.INCONCLUSIVE);
    }

    @Test
    void saysWhenWarmUpDidNotSettle() {
        PairedMeasurement measurement = quick("unsteady", "500");
        assertThat(measurement.comparison().speed()).isEqualTo(Speed.INVALID);
        assertThat(measurement.baseline().settled()).isFalse();
        assertThat(measurement.variant().settled()).isTrue();
    }

    @Test
    void variantThatDidNotSettleLeavesTheOthersValid() {
        List<PairedMeasurement> measurements = engine().benchmark()
                .compare(
                        Path.of("1000"),
                        List.of(Path.of("500"), Path.of("unsteady")),
                        Path.of("data"),
                        "",
                        plan(1),
                        call());

        assertThat(measurements)
                .extracting(measurement -> measurement.comparison().speed())
                .containsExactly(Speed.FASTER, Speed.INVALID);
    }

    @Test
    void roundsOfADisturbedProcessDoNotCount() {
        PairedMeasurement measurement = quick("1000", "disturbed");
        assertThat(measurement.comparison().speed()).isEqualTo(Speed.INVALID);
        assertThat(measurement.comparison().reason()).contains("2 of 6 blocks", "other machines");
        assertThat(measurement.comparison().ratio()).isNull();
    }

    @Test
    void crashOfOneSideEndsBoth() {
        assertThatThrownBy(() -> compare("1000", "crash"))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_CRASHED))
                .hasMessageStartingWith("crash: the engine ");
    }

    @Test
    void tellsHowEachProcessEnded() {
        List<ChildEnd.Outcome> ends = new ArrayList<>();
        PairedBenchmark heard = engine().heardBy(end -> ends.add(end.outcome())).benchmark();
        assertThatThrownBy(() -> heard.compare(Path.of("1000"), Path.of("crash"), Path.of("data"), plan(1), call()))
                .isInstanceOf(NarrowgaugeException.class);
        assertThat(ends)
                .as("the others were stopped because of one")
                .containsExactlyInAnyOrder(
                        ChildEnd.Outcome.CRASHED, ChildEnd.Outcome.CANCELLED, ChildEnd.Outcome.CANCELLED);

        ends.clear();
        heard.compare(Path.of("1000"), Path.of("500"), Path.of("data"), BenchmarkPlan.quick(1), call());
        assertThat(ends).isNotEmpty().containsOnly(ChildEnd.Outcome.FINISHED);
    }

    @Test
    void answersThatChangeWhileTimedAreInvalid() {
        PairedMeasurement measurement = quick("1000", "500.1");
        int turns = measurement.evidence().blocks().stream()
                .mapToInt(block -> block.turns().size())
                .sum();
        assertThat(turns).isGreaterThanOrEqualTo(3 * 5 * ForkRounds.FEWEST);
        assertThat(measurement.evidence().audit())
                .as("two runs of each turn, those of the variant differ in one")
                .isEqualTo(new Audit(2L * turns, turns / 3, 1.0, 1.0));
        assertThat(measurement.comparison().speed()).isEqualTo(Speed.INVALID);
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        ForkDraws draws = new ForkDraws(7);
        ForkDraws again = new ForkDraws(7);
        Set<List<Integer>> orders = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<Integer> order = draws.order(3);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2).isEqualTo(again.order(3));
            orders.add(order);
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void choosesRoundsOnceByTheirCost() {
        AtomicLong clock = new AtomicLong();
        ForkBudget budget = new ForkBudget(plan(1), clock::get);
        for (int fork = 0; fork < 4; fork++) {
            assertThat(budget.rounds()).isEqualTo(ForkRounds.FEWEST);
            budget.forkBegins();
            clock.addAndGet(3_000_000_000L);
            budget.roundsBegin();
            clock.addAndGet(1_200_000_000L);
            budget.roundsEnded(4, 40);
        }
        budget.ended(List.of());
        assertThat(budget.rounds())
                .as("without a variant there is nothing to choose by")
                .isEqualTo(ForkRounds.FEWEST);
    }

    /** However long the forks before it took, and its own start. */
    @Test
    void roundsOfEveryForkHaveTheSameTime() {
        AtomicLong clock = new AtomicLong();
        ForkBudget budget = new ForkBudget(plan(1), clock::get);
        for (int fork = 0; fork < LatencyComparison.FEWEST_FORKS; fork++) {
            budget.forkBegins();
            clock.addAndGet(20_000_000_000L);
            budget.roundsBegin();
            clock.addAndGet(9_999_999_999L);
            assertThat(budget.isForkOver())
                    .as("a sixth of a minute, fork %d", fork)
                    .isFalse();
            clock.addAndGet(1);
            assertThat(budget.isForkOver()).isTrue();
            budget.roundsEnded(12, 120);
        }
    }

    @Test
    void previewHasAllOfTheTime() {
        AtomicLong clock = new AtomicLong();
        ForkBudget budget = new ForkBudget(BenchmarkPlan.quick(1), clock::get);
        budget.forkBegins();
        budget.roundsBegin();
        clock.addAndGet(59_000_000_000L);
        assertThat(budget.isForkOver()).isFalse();
        clock.addAndGet(1_000_000_000L);
        assertThat(budget.isForkOver()).isTrue();
    }

    private Engine engine() {
        return new Engine(PROGRAM, directory.resolve("work"), MachineLock.in(directory.resolve("lock")));
    }

    private EngineCall call() {
        return new EngineCall(
                new EngineLimits(256L << 20, Duration.ofMinutes(5), 0), new Recorder(), new CancelToken());
    }

    private PairedMeasurement compare(String baseline, String variant) {
        return engine().benchmark().compare(Path.of(baseline), Path.of(variant), Path.of("data"), plan(1), call());
    }

    private PairedMeasurement quick(String baseline, String variant) {
        return engine().benchmark()
                .compare(Path.of(baseline), Path.of(variant), Path.of("data"), BenchmarkPlan.quick(1), call());
    }

    private static BenchmarkPlan plan(long seed) {
        return BenchmarkPlan.standard(seed);
    }

    private final class Recorder implements ProgressListener {
        @Override
        public void progress(String stage, long done, long total) {
            progress.add(stage + " " + done + "/" + total);
        }

        @Override
        public void found(String stage, long done, long total, Finding finding) {
            progress(stage, done, total);
            found.add(finding.text());
        }
    }
}
