package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.node.QuietWait;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedLogRatio;
import dev.narrowgauge.proto.engine.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;

/**
 * Times a variant against its baseline: a fresh process each, both resident, in pairs of blocks back to back whose order
 * is random and balanced. Two whole runs one after the other would call a drift of the machine a difference.
 *
 * <p>Measuring stops at a look, every {@value BenchmarkPlan#PAIRS_PER_LOOK} pairs, when the interval of the log-ratio is
 * no wider than the margin or the answer is clear: on precision first, never at the first significant difference.
 */
public final class PairedBenchmark {
    private static final int BALANCED_PAIRS = 4;

    private final EngineProgram program;
    private final Path workRoot;
    private final MachineLock machine;

    PairedBenchmark(EngineProgram program, Path workRoot, MachineLock machine) {
        this.program = requireNonNull(program, "program is null");
        this.workRoot = requireNonNull(workRoot, "workRoot is null");
        this.machine = requireNonNull(machine, "machine is null");
    }

    /** As below on an archive, which needs no settings. */
    public PairedMeasurement compare(Path baseline, Path variant, Path dataset, BenchmarkPlan plan, EngineCall call) {
        return compare(baseline, variant, dataset, "", plan, call);
    }

    /**
     * Blocks until done. The deadline and the memory of {@code call} hold for each of the two processes.
     *
     * @param settingsJson how the files of a folder or a CSV become samples; empty has none
     */
    public PairedMeasurement compare(
            Path baseline, Path variant, Path dataset, String settingsJson, BenchmarkPlan plan, EngineCall call) {
        Measure.Builder data = Measure.newBuilder()
                .setDatasetPath(dataset.toAbsolutePath().toString())
                .setDatasetSettingsJson(settingsJson)
                .setBatchSize(plan.batchSize());
        try (MachineLock.Hold hold = machine.alone("times %s against %s".formatted(variant, baseline), call);
                WorkDirectory baselineWork = WorkDirectory.create(workRoot);
                WorkDirectory variantWork = WorkDirectory.create(workRoot);
                MeasuringEngine baselineEngine =
                        MeasuringEngine.start(program, baselineWork.path(), task(baseline, data), call)) {
            call.progress().progress("warm-up", 0, 2);
            QuietWait.onThisMachine().await(QuietWait.MOST, (share, _) -> waitsFor(share, call));
            MeasuringSide baselineSide = MeasuringSide.warmUp(baselineEngine);
            // Only now, so that loading the one does not disturb the warm-up of the other.
            try (MeasuringEngine variantEngine =
                    MeasuringEngine.start(program, variantWork.path(), task(variant, data), call)) {
                call.progress().progress("warm-up", 1, 2);
                MeasuringSide variantSide = MeasuringSide.warmUp(variantEngine);
                return measure(baselineSide, variantSide, plan, call.progress());
            }
        }
    }

    private static void waitsFor(double othersShare, EngineCall call) {
        if (call.cancel().isCancelled()) {
            throw new CancellationException("cancelled while waiting for a quiet machine");
        }
        call.progress().waitsFor(QuietWait.reason(othersShare));
    }

    private static Measure task(Path model, Measure.Builder data) {
        return data.setModelPath(model.toAbsolutePath().toString()).build();
    }

    private static PairedMeasurement measure(
            MeasuringSide baseline, MeasuringSide variant, BenchmarkPlan plan, ProgressListener progress) {
        long end = System.nanoTime() + plan.maxDuration().toNanos();
        // The baseline idled while the variant warmed up: neither side's first block counts.
        baseline.discardBlock();
        variant.discardBlock();
        List<BlockPair> pairs = new ArrayList<>();
        progress.progress("measure", 0, plan.maxPairs());
        for (boolean baselineFirst : order(plan)) {
            pairs.add(pair(baseline, variant, baselineFirst));
            progress.progress("measure", pairs.size(), plan.maxPairs());
            boolean look = pairs.size() % BenchmarkPlan.PAIRS_PER_LOOK == 0;
            if (look && (isEnough(ratio(pairs, plan), plan) || System.nanoTime() - end > 0)) {
                break;
            }
        }
        Interval ratio = ratio(pairs, plan);
        return new PairedMeasurement(
                plan,
                baseline.finish(),
                variant.finish(),
                ratio,
                Speed.of(ratio, plan.margin()),
                pairs,
                variant.started().getEngineVersion(),
                variant.started().getRuntimeVersion());
    }

    private static BlockPair pair(MeasuringSide baseline, MeasuringSide variant, boolean baselineFirst) {
        if (baselineFirst) {
            BlockSummary first = baseline.runBlock();
            return new BlockPair(true, first, variant.runBlock());
        }
        BlockSummary first = variant.runBlock();
        return new BlockPair(false, baseline.runBlock(), first);
    }

    static boolean isEnough(Interval ratio, BenchmarkPlan plan) {
        double halfWidth = (Math.log(ratio.high()) - Math.log(ratio.low())) / 2;
        return halfWidth <= plan.margin() / 2 || Speed.of(ratio, plan.margin()) != Speed.INCONCLUSIVE;
    }

    /** For each pair whether the baseline goes first: in every four pairs twice, at random places. */
    static List<Boolean> order(BenchmarkPlan plan) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Boolean> order = new ArrayList<>();
        while (order.size() < plan.maxPairs()) {
            List<Boolean> four = new ArrayList<>(List.of(true, true, false, false));
            for (int i = BALANCED_PAIRS - 1; i > 0; i--) {
                Collections.swap(four, i, random.nextInt(i + 1));
            }
            order.addAll(four);
        }
        return order.subList(0, plan.maxPairs());
    }

    private static Interval ratio(List<BlockPair> pairs, BenchmarkPlan plan) {
        return PairedLogRatio.interval(
                medians(pairs, pair -> pair.baseline().medianMillis()),
                medians(pairs, pair -> pair.variant().medianMillis()),
                plan.confidencePerLook());
    }

    private static double[] medians(List<BlockPair> pairs, ToDoubleFunction<BlockPair> side) {
        return pairs.stream().mapToDouble(side).toArray();
    }
}
