package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.node.MeasuringProcessors;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.proto.engine.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures models in a scenario, with the machine to itself: for every number of threads and size of a batch some forks, in each
 * of which every model has a fresh process, one after the other in random order. Only one is there at a time, so that its memory,
 * its caches and its energy are its own.
 */
public final class ScenarioBenchmark {
    private final EngineProgram program;
    private final Path workRoot;
    private final PairedBenchmark benchmark;
    private final ChildListener ends;

    ScenarioBenchmark(EngineProgram program, Path workRoot, PairedBenchmark benchmark, ChildListener ends) {
        this.program = requireNonNull(program, "program is null");
        this.workRoot = requireNonNull(workRoot, "workRoot is null");
        this.benchmark = requireNonNull(benchmark, "benchmark is null");
        this.ends = requireNonNull(ends, "ends is null");
    }

    /**
     * Blocks until done. The deadline and the memory of {@code call} hold for each of the processes; its threads do not count.
     *
     * @param models at least one; others are compared with the first
     * @param settingsJson how the files of a folder or a CSV become samples; empty has none
     * @return for every setting, in the order of the plan with threads outermost, one for each model, in order
     */
    public List<ScenarioResult> measure(
            List<Path> models, Path dataset, String settingsJson, ScenarioPlan plan, EngineCall call) {
        try (MachineLock.Hold _ = benchmark.quiet(
                "measures %s, %s".formatted(models, plan.scenario().text()), call)) {
            return measureAlone(models, dataset, settingsJson, plan, call);
        }
    }

    /** As above, of a caller who has the machine. */
    List<ScenarioResult> measureAlone(
            List<Path> models, Path dataset, String settingsJson, ScenarioPlan plan, EngineCall call) {
        Measure data = Measure.newBuilder()
                .setDatasetPath(dataset.toAbsolutePath().toString())
                .setDatasetSettingsJson(settingsJson)
                .setSeed(plan.seed())
                .setColdStart(true)
                .build();
        return new Session(models, data, plan, call).measure();
    }

    /** One measurement. */
    private final class Session {
        private final List<Path> models;
        private final Measure data;
        private final ScenarioPlan plan;
        private final EngineCall call;
        private final ForkDraws draws;
        private int done;

        Session(List<Path> models, Measure data, ScenarioPlan plan, EngineCall call) {
            this.models = models;
            this.data = data;
            this.plan = plan;
            this.call = call;
            this.draws = new ForkDraws(plan.seed());
        }

        List<ScenarioResult> measure() {
            List<ScenarioResult> results = new ArrayList<>();
            for (int threads : plan.threads()) {
                for (int batchSize : plan.batchSizes()) {
                    results.addAll(measure(MeasuringProcessors.onThisMachine(threads), batchSize));
                }
            }
            return results;
        }

        private List<ScenarioResult> measure(MeasuringProcessors processors, int batchSize) {
            Map<Integer, List<ScenarioFork>> forks = new TreeMap<>();
            for (int fork = 0; fork < plan.forks(); fork++) {
                // The same arrivals for all models: what one has to do the other has, too.
                long seed = draws.below(Integer.MAX_VALUE);
                for (int model : draws.order(models.size())) {
                    call.progress().progress("measure", done++, (long) plan.settings() * plan.forks() * models.size());
                    forks.computeIfAbsent(model, _ -> new ArrayList<>())
                            .add(fork(models.get(model), processors, batchSize, seed));
                }
            }
            return IntStream.range(0, models.size())
                    .mapToObj(model -> new ScenarioResult(
                            model, plan.scenario(), processors.threads(), batchSize, forks.get(model)))
                    .toList();
        }

        private ScenarioFork fork(Path model, MeasuringProcessors processors, int batchSize, long seed) {
            Measure task = data.toBuilder()
                    .setModelPath(model.toAbsolutePath().toString())
                    .setBatchSize(batchSize)
                    .addAllProcessors(processors.processors())
                    .build();
            EngineCall pinned =
                    new EngineCall(call.limits().withThreads(processors.threads()), call.progress(), call.cancel());
            Map<String, String> environment =
                    Map.of(MeasuringFork.PADDING, "x".repeat(draws.below(MeasuringFork.MOST_PADDING_BYTES)));
            try (WorkDirectory work = WorkDirectory.create(workRoot);
                    MeasuringEngine engine =
                            MeasuringEngine.start(program, work.path(), task, environment, ends, pinned)) {
                return new ScenarioProcess(engine, plan, batchSize).measure(seed);
            }
        }
    }
}
