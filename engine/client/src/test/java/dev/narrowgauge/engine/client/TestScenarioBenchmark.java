package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.LatencyLimit;
import dev.narrowgauge.domain.scenario.PeakRate;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
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

/** The children are fakes whose file name says how many microseconds a run takes. */
@Timeout(600)
final class TestScenarioBenchmark {
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

    private List<ScenarioResult> measure(ScenarioPlan plan) {
        Engine engine = new Engine(PROGRAM, directory.resolve("work"), MachineLock.in(directory.resolve("lock")));
        EngineCall call = new EngineCall(
                new EngineLimits(256L << 20, Duration.ofMinutes(5), 1),
                (stage, done, total) -> progress.add("%s %d/%d".formatted(stage, done, total)),
                new CancelToken());
        return engine.scenarios()
                .measure(
                        List.of(Path.of("/models/1000"), Path.of("/models/500")), Path.of("/data.npz"), "", plan, call);
    }

    private static ScenarioPlan plan(Scenario scenario, Optional<LatencyLimit> limit, int forks, Integer... batches) {
        return new ScenarioPlan(
                scenario, List.of(batches), List.of(1), forks, 0.1, limit, 0.05, Duration.ofMinutes(1), 11);
    }

    @Test
    void sweepsBatchesOfEveryModel() {
        List<ScenarioResult> results = measure(plan(Scenario.OFFLINE, Optional.empty(), 2, 1, 4));
        assertThat(results).extracting(ScenarioResult::batchSize).containsExactly(1, 1, 4, 4);
        assertThat(results).extracting(ScenarioResult::model).containsExactly(0, 1, 0, 1);
        assertThat(results.getFirst().samplesPerSecond().orElseThrow()).isCloseTo(1000, within(1e-6));
        assertThat(results.getLast().samplesPerSecond().orElseThrow()).isCloseTo(8000, within(1e-6));
        assertThat(results.get(1)
                        .throughputRatio(results.get(0), 0.95)
                        .orElseThrow()
                        .estimate())
                .isCloseTo(2, within(1e-9));
        assertThat(results.getLast().joulesPerSample().orElseThrow())
                .as("one joule a run, of four samples")
                .isCloseTo(0.25, within(1e-9));
        assertThat(results.getFirst().peakResidentBytes()).isEmpty();
        assertThat(results.getFirst().p50Millis().orElseThrow()).isCloseTo(1, within(0.01));
        assertThat(results.getFirst().coldStartMillis(ColdStart::sessionMillis).orElseThrow())
                .isCloseTo(5, within(1e-9));
        assertThat(results.getFirst().coldStartMillis(ColdStart::processMillis).orElseThrow())
                .isPositive();
        assertThat(progress).contains("measure 0/8", "measure 7/8");
    }

    /** With the same limit and the same arrivals the faster one answers more. */
    @Test
    void findsThePeakRateOfEveryModel() {
        LatencyLimit limit = new LatencyLimit(0.9, 4_000_000);
        List<ScenarioResult> results = measure(plan(Scenario.SERVER, Optional.of(limit), 1, 1));
        List<ScenarioFork> forks =
                results.stream().map(result -> result.forks().getFirst()).toList();
        assertThat(forks).allSatisfy(fork -> {
            PeakRate peak = fork.peak();
            assertThat(peak.perSecond()).isPositive().isEqualTo(fork.samplesPerSecond());
            assertThat(peak.confirmed()).isTrue();
            assertThat(peak.trials())
                    .extracting(PeakRate.Trial::queries)
                    .allSatisfy(queries -> assertThat(queries).isBetween(1, 197));
        });
        assertThat(forks.getLast().samplesPerSecond())
                .isGreaterThan(1.5 * forks.getFirst().samplesPerSecond());
        assertThat(forks.getFirst().samplesPerSecond()).isLessThan(1000);
        assertThat(results.getFirst().p50Millis().orElseThrow()).isBetween(1.0, 4.0);
    }
}
