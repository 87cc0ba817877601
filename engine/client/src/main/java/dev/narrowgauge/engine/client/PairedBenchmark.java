package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.node.MeasuringProcessors;
import dev.narrowgauge.domain.node.QuietWait;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.engine.client.MeasuredFork.MeasuredRound;
import dev.narrowgauge.proto.engine.Measure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * Times variants against their baseline, with the machine to itself, in a nest: forks, each of fresh processes of the
 * baseline, of the baseline once more as control, and of every variant; in each fork a few rounds, in which the
 * processes take short turns in random order. What is constant for the life of a process is
 * averaged out over forks only, so the interval comes from them (ADR 19).
 *
 * <p>After every fork it looks, and stops when for every variant enough is known, the forks are used up or the time is.
 */
public final class PairedBenchmark {
    private final EngineProgram program;
    private final Path workRoot;
    private final MachineLock machine;
    private final ChildListener ends;
    private final ProviderLook look;

    PairedBenchmark(EngineProgram program, Path workRoot, MachineLock machine, ChildListener ends, ProviderLook look) {
        this.program = requireNonNull(program, "program is null");
        this.workRoot = requireNonNull(workRoot, "workRoot is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.ends = requireNonNull(ends, "ends is null");
        this.look = requireNonNull(look, "look is null");
    }

    /** As below for one variant on an archive, which needs no settings. */
    public PairedMeasurement compare(Path baseline, Path variant, Path dataset, BenchmarkPlan plan, EngineCall call) {
        return compare(baseline, List.of(variant), dataset, "", plan, call).getFirst();
    }

    /**
     * Blocks until done. The deadline and the memory of {@code call} hold for each of the processes.
     *
     * @param settingsJson how the files of a folder or a CSV become samples; empty has none
     * @return one for each variant, in order; all have the same baseline
     */
    public List<PairedMeasurement> compare(
            Path baseline,
            List<Path> variants,
            Path dataset,
            String settingsJson,
            BenchmarkPlan plan,
            EngineCall call) {
        try (MachineLock.Hold _ = quiet("times %s against %s".formatted(variants, baseline), call)) {
            return compareAlone(baseline, variants, dataset, settingsJson, plan, call);
        }
    }

    /** Waits until the machine is this caller's alone and other programs hardly use it. */
    MachineLock.Hold quiet(String work, EngineCall call) {
        MachineLock.Hold hold = machine.alone(work, call);
        try {
            QuietWait.onThisMachine().await(QuietWait.MOST, (share, _) -> waitsFor(share, call));
            return hold;
        } catch (RuntimeException | Error failure) {
            hold.close();
            throw failure;
        }
    }

    /** As {@link #compare}, of a caller who has the machine. */
    List<PairedMeasurement> compareAlone(
            Path baseline,
            List<Path> variants,
            Path dataset,
            String settingsJson,
            BenchmarkPlan plan,
            EngineCall call) {
        MeasuringProcessors processors =
                MeasuringProcessors.onThisMachine(call.limits().threads());
        Measure.Builder data = Measure.newBuilder()
                .setDatasetPath(dataset.toAbsolutePath().toString())
                .setDatasetSettingsJson(settingsJson)
                .setBatchSize(plan.batchSize())
                .setSeed(plan.seed())
                .setExecution(ProviderMessages.message(plan.execution()))
                .addAllProcessors(processors.processors());
        List<Measure> tasks = Stream.concat(Stream.of(baseline, baseline), variants.stream())
                .map(model ->
                        data.setModelPath(model.toAbsolutePath().toString()).build())
                .toList();
        EngineCall pinned =
                new EngineCall(call.limits().withThreads(processors.threads()), call.progress(), call.cancel());
        return measure(tasks, plan, pinned);
    }

    private static void waitsFor(double othersShare, EngineCall call) {
        if (call.cancel().isCancelled()) {
            throw new CancellationException("cancelled while waiting for a quiet machine");
        }
        call.progress().waitsFor(QuietWait.reason(othersShare));
    }

    private List<PairedMeasurement> measure(List<Measure> tasks, BenchmarkPlan plan, EngineCall call) {
        List<Optional<ProviderEvidence>> ranOn = look.evidence(tasks, plan, call);
        ForkDraws draws = new ForkDraws(plan.seed());
        Instant began = Instant.now();
        ForkBudget budget = new ForkBudget(plan, System::nanoTime);
        List<MeasuredFork> forks = new ArrayList<>();
        List<PairedMeasurement> found;
        do {
            forks.add(fork(tasks, plan, draws, budget, call));
            found = PairedMeasurement.of(plan, began, forks, ranOn);
            budget.ended(found);
            call.progress()
                    .found("measure", forks.size(), plan.mostForks(), Finding.of(found, budget.remaining(found)));
        } while (budget.wantsMore(found));
        return found;
    }

    private MeasuredFork fork(
            List<Measure> tasks, BenchmarkPlan plan, ForkDraws draws, ForkBudget budget, EngineCall call) {
        budget.forkBegins();
        try (MeasuringFork fork = MeasuringFork.start(program, workRoot, tasks, draws, ends, call)) {
            boolean first = budget.forks() == 0;
            fork.warmUp(first, first ? call.progress() : ProgressListener.none());
            if (first) {
                fork.checkRepeats();
            }
            budget.roundsBegin();
            MeasuredFork measured = fork.measure(budget.rounds(), plan.margin(), budget::isForkOver, budget::elapsed);
            budget.roundsEnded(
                    measured.rounds().size(),
                    measured.rounds().stream().mapToInt(MeasuredRound::turns).sum());
            return measured;
        }
    }
}
