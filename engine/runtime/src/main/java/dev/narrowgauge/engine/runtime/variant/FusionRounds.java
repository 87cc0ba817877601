package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.report.CountedReport;
import dev.narrowgauge.domain.report.FusionReport;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.verify.Fusion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Writes a variant, looks at what ONNX Runtime makes of it, and makes it again with those nodes in float that it computes
 * there anyway, until no conversion is left that brings nothing. Where shapes are known the same is done with those regions
 * in float that should take less time there, and what costs less, counted in the graphs that really run, is kept. What is
 * reverted follows from the graph and from the rates of the target alone, never from a time: the same inputs give the
 * same file.
 *
 * @param conversion the last one, which lies in the file
 * @param rounds what was reverted to float, in order
 * @param counted what was weighed; empty where the cost is not known
 */
public record FusionRounds(
        Conversion conversion, Fusion fusion, List<FusionReport.Round> rounds, Optional<CountedReport> counted) {

    /** Less of the time of everything in integers is not worth more bytes in the file, and lies within what counting misses. */
    private static final double LEAST_GAIN = 0.1;

    /** What is counted may be wrong by as much: a variant that gains less is no reason to give up the smallest file. */
    private static final double LEAST_GAIN_OVER_FLOAT = 0.08;

    private static final String NARROWED = "narrowed.onnx";

    /** @param name of the file in the work directory to write the variant to */
    public static FusionRounds run(
            Conversion first,
            Recipe recipe,
            String name,
            Optional<BoundDataset> data,
            OnnxRuntime runtime,
            TaskDirectory work) {
        Optional<CountedRun> run = SampleRun.of(recipe, first.baseline(), data, runtime, work);
        return run(first, recipe, name, run, new Settling(recipe, data, run, runtime, work), runtime, work);
    }

    /** The same variant, of which only the graph is looked at: there are no times of its nodes. */
    public static FusionRounds unprofiled(
            Conversion first, Recipe recipe, String name, BoundDataset data, OnnxRuntime runtime, TaskDirectory work) {
        Optional<CountedRun> run = SampleRun.of(recipe, first.baseline(), Optional.of(data), runtime, work);
        return run(first, recipe, name, run, new Settling(recipe, Optional.empty(), run, runtime, work), runtime, work);
    }

    private static FusionRounds run(
            Conversion first,
            Recipe recipe,
            String name,
            Optional<CountedRun> run,
            Settling settling,
            OnnxRuntime runtime,
            TaskDirectory work) {
        FusionRounds all = settling.settle(first, name);
        if (run.isEmpty()) {
            return all;
        }
        double floats = SampleRun.micros(all.conversion().baseline(), run.get(), runtime, work);
        // A file for machines that nobody has named has no rates to be narrowed by.
        Optional<FusionRounds> fewer = recipe.target() == Target.GENERIC
                ? Optional.empty()
                : all.conversion().counted(run.get()).map(conversion -> settling.settle(conversion, NARROWED));
        boolean takeFewer = fewer.filter(narrow -> isBetter(narrow.micros(), all.micros(), floats))
                .isPresent();
        if (takeFewer) {
            replace(work.resolve(name), work.resolve(NARROWED));
        }
        return (takeFewer ? fewer.get() : all)
                .withCounted(new CountedReport(
                        run.get().rates().version(),
                        floats,
                        takeFewer ? fewer.get().micros() : all.micros(),
                        all.micros()));
    }

    /** With the times of its nodes. */
    public FusionRounds profiled(
            Recipe recipe, String name, BoundDataset data, OnnxRuntime runtime, TaskDirectory work) {
        Optional<BoundDataset> samples = Optional.of(data);
        FusionRounds last = new Settling(
                        recipe,
                        samples,
                        SampleRun.of(recipe, conversion.baseline(), samples, runtime, work),
                        runtime,
                        work)
                .written(conversion, name, rounds);
        return new FusionRounds(conversion, last.fusion, rounds, counted);
    }

    private static boolean isBetter(double fewer, double all, double floats) {
        double worthHaving = (1 - LEAST_GAIN_OVER_FLOAT) * floats;
        return fewer < worthHaving && (fewer < (1 - LEAST_GAIN) * all || all >= worthHaving);
    }

    private static void replace(Path file, Path other) {
        try {
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The variant is not movable", e);
        }
    }

    double micros() {
        return fusion.countedMicros();
    }

    private FusionRounds withCounted(CountedReport report) {
        return new FusionRounds(conversion, fusion, rounds, Optional.of(report));
    }

    public boolean quantizesSomething() {
        return conversion.variant().nodes().stream()
                .anyMatch(node -> node.placement().equals(NodeReport.QUANTIZED));
    }

    public int revertedNodes() {
        return rounds.stream().mapToInt(round -> round.toFloat().size()).sum();
    }

    public FusionReport report() {
        return new FusionReport(
                conversion.baselineOperators(),
                fusion.operators(),
                fusion.needed().count(),
                fusion.needed().micros(),
                fusion.unfused().count(),
                fusion.unfused().micros(),
                rounds,
                counted.orElse(null));
    }

    /** What this machine does not fuse another one may: for those the plan's rules have to be right by themselves. */
    public static boolean runsHere(Target target) {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return switch (target) {
            case GENERIC -> true;
            case X86_AVX2, X86_VNNI, X86_AMX -> !arm;
            case ARM_DOTPROD, ARM_I8MM -> arm;
            case CUDA, TENSORRT -> false;
        };
    }
}
