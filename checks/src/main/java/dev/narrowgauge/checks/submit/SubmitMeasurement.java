package dev.narrowgauge.checks.submit;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.checks.service.DataFolder;
import dev.narrowgauge.checks.service.DatabaseSettings;
import dev.narrowgauge.checks.service.RunningService;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Fills a service with runs, offers it the load, kills it under the same load, and asks it for every run. */
final class SubmitMeasurement {
    private static final int RUNS_BEFORE = 20_000;
    private static final int PER_SECOND = 1000;
    private static final Duration LOAD = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 64;

    /** Of the load under which the service is killed, and how much of it has passed then. */
    private static final Duration LAST_LOAD = Duration.ofSeconds(10);

    private static final Duration KILLED_AFTER = Duration.ofSeconds(2);

    private static final Duration LEAD = Duration.ofMillis(200);
    private static final double SECOND = 1e9;

    private final Path checkout;
    private final DataFolder data;
    private final List<String> ids = new ArrayList<>();

    private SubmitMeasurement(Path checkout, DataFolder data) {
        this.checkout = checkout;
        this.data = data;
    }

    static SubmitFigures measure(CheckOptions options) {
        try (DataFolder data = DataFolder.empty(options.work().resolve("submit").resolve("data"))) {
            return new SubmitMeasurement(options.checkout(), data).measure();
        }
    }

    private SubmitFigures measure() {
        double flushMillis = data.flushMillis();
        try (RunningService service = RunningService.start(checkout, data.path())) {
            Submissions submissions = Submissions.prepare(checkout.resolve("demo"), service);
            OpenLoop.Connector filing = submissions.filing(service);
            double fillSeconds = fill(filing);
            boolean quiet = Machine.awaitQuiet();
            String virtualMachine = service.options();
            Map<String, String> settings = DatabaseSettings.of(data.path());

            Schedule schedule = schedule(LOAD);
            List<Outcome> outcomes = OpenLoop.run(schedule, CONNECTIONS, filing, OpenLoop.Clock.SYSTEM);
            LoadFigures load = LoadFigures.of(schedule, outcomes);
            keep(outcomes);

            int keptBefore = ids.size();
            keep(killedUnderLoad(service, filing));

            long restarted = System.nanoTime();
            try (RunningService again = RunningService.start(checkout, data.path())) {
                double restartSeconds = (System.nanoTime() - restarted) / SECOND;
                return new SubmitFigures(
                        RUNS_BEFORE,
                        fillSeconds,
                        CONNECTIONS,
                        load,
                        quiet,
                        ids.size(),
                        ids.size() - keptBefore,
                        missing(again),
                        restartSeconds,
                        virtualMachine,
                        settings,
                        flushMillis);
            }
        }
    }

    /** Through the API, each connection as fast as it is answered. Returns the seconds. */
    private double fill(OpenLoop.Connector filing) {
        Schedule atOnce = new Schedule(System.nanoTime(), 0, RUNS_BEFORE);
        List<Outcome> outcomes = OpenLoop.run(atOnce, CONNECTIONS, filing, OpenLoop.Clock.SYSTEM);
        keep(outcomes);
        if (ids.size() < RUNS_BEFORE) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "Only %d of the %d runs before the load could be filed: %s"
                            .formatted(
                                    ids.size(),
                                    RUNS_BEFORE,
                                    LoadFigures.of(atOnce, outcomes).complaints()));
        }
        return LoadFigures.of(atOnce, outcomes).seconds();
    }

    /** Commits are under way when it is killed. */
    private static List<Outcome> killedUnderLoad(RunningService service, OpenLoop.Connector filing) {
        CompletableFuture<List<Outcome>> load = CompletableFuture.supplyAsync(
                () -> OpenLoop.run(schedule(LAST_LOAD), CONNECTIONS, filing, OpenLoop.Clock.SYSTEM),
                task -> Thread.ofPlatform().name("last-load").start(task));
        RunningService.pause(KILLED_AFTER);
        service.kill();
        return load.join();
    }

    private int missing(RunningService service) {
        Schedule atOnce = new Schedule(System.nanoTime(), 0, ids.size());
        List<Outcome> outcomes =
                OpenLoop.run(atOnce, CONNECTIONS, Submissions.asking(service, ids), OpenLoop.Clock.SYSTEM);
        return ids.size() - (int) LoadFigures.accepted(outcomes).count();
    }

    private void keep(List<Outcome> outcomes) {
        LoadFigures.accepted(outcomes).map(Outcome.Accepted::id).forEach(ids::add);
    }

    private static Schedule schedule(Duration duration) {
        return new Schedule(System.nanoTime() + LEAD.toNanos(), PER_SECOND, (int) (PER_SECOND * duration.toSeconds()));
    }
}
