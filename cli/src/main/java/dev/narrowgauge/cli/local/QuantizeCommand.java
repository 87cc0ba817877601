package dev.narrowgauge.cli.local;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Quantizes a model on this machine, without any server. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        description = "Quantizes a model as a recipe says, or else as suits the model, and says whether to ship it.")
public final class QuantizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "The ONNX model, with its external data beside it.")
    private Path model;

    @Option(
            names = "--calibration",
            paramLabel = "DATA",
            description =
                    "Samples whose value ranges are measured: an .npz, a zip of ONNX test sets, a folder of images"
                            + " or WAV files, or a CSV of paths and labels; an FP16 recipe needs none.")
    private Path calibration;

    @Option(
            names = "--statistics",
            paramLabel = "FILE",
            description = "Value ranges that --save-statistics wrote before, instead of calibration samples.")
    private Path statistics;

    @Option(
            names = "--save-statistics",
            paramLabel = "FILE",
            description = "Where to write what the calibration observed, for other recipes and targets.")
    private Path saveStatistics;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE.yaml",
            description = "How to quantize, as YAML or JSON; without one, INT8 as suits the model and this machine.")
    private Path recipe;

    @Option(
            names = "--evaluation",
            paramLabel = "DATA",
            description = "Samples, best with labels, on which the result is compared with the original.")
    private Path evaluation;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.onnx",
            required = true,
            description = "Where to write the quantized model.")
    private Path output;

    @Option(names = "--report", paramLabel = "REPORT.json", description = "Where to write the quality report.")
    private Path report;

    @Option(
            names = "--report-page",
            paramLabel = "REPORT.html",
            description = "Where to write the quality report as a page to look at.")
    private Path reportPage;

    @Option(
            names = "--no-latency-check",
            description = "Do not measure whether the result is faster than the original.")
    private boolean noLatencyCheck;

    @Option(
            names = "--policy",
            paramLabel = "POLICY.yaml",
            description = "A gate's limits, which the decision uses instead of the standard ones.")
    private Path policy;

    @Option(
            names = "--prefer",
            paramLabel = "WHAT",
            converter = Preferred.Words.class,
            defaultValue = "speed",
            description =
                    "speed, the default: only a faster file is worth shipping; size: also a smaller one that is hardly"
                            + " slower.")
    private Preferred prefer;

    @Option(
            names = "--time-budget",
            paramLabel = "SECONDS",
            description =
                    "Time limit of the search for a better variant; by default work is counted instead, so that the"
                            + " same input gives the same file.")
    private Double timeBudget;

    @Option(names = "--keep", description = "Write the file even where it is INVALID.")
    private boolean keep;

    @Mixin
    private QuantizeDemandOptions demands;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public QuantizeCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        Optional<Rule> lossLimit = demands.lossLimit();
        Optional<Rule> ratioLimit = demands.ratioLimit();
        demands.requireMeasured(!noLatencyCheck, evaluation != null);
        requireTimeBudget();
        Quantize task = task();
        DetectableLossText.print(
                spec.commandLine().getErr(),
                evaluation,
                lossLimit.map(Rule::max).orElseGet(this::allowedLoss));
        EngineAnswer<Quantized> answer = answer(task);
        Quantized quantized = answer.value();
        List<RuleOutcome> outcomes = QuantizeDemands.outcomes(quantized, lossLimit, ratioLimit);
        Screen screen = Screen.of(spec);
        QuantizedText.print(screen, answer, outcomes);
        printFiles(screen, quantized);
        return QuantizeDemands.exitCode(quantized, demands.failOn(), outcomes).status();
    }

    /** By the policy, or else as holds without one. */
    private double allowedLoss() {
        return policy == null
                ? AgreementLimits.standard().mostTop1Loss()
                : PolicyFile.read(policy).policy().limits().agreement().mostTop1Loss();
    }

    private EngineAnswer<Quantized> answer(Quantize task) {
        try {
            return work.run(
                    spec.commandLine().getErr(),
                    call -> BaselineInspection.requireFit(model, Arrays.asList(calibration, evaluation), call),
                    call -> engine.get().quantize(task, call));
        } catch (NarrowgaugeException failure) {
            NarrowgaugeException named = RecipeFile.named(recipe, failure);
            throw NextStep.after(named, model, calibration == null ? "" : data(calibration), recipe);
        }
    }

    private void requireTimeBudget() {
        if (timeBudget != null && !(timeBudget > 0 && Double.isFinite(timeBudget))) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--time-budget is %s; give seconds".formatted(timeBudget));
        }
    }

    private Quantize task() {
        Quantize.Builder task = Quantize.newBuilder()
                .setSkipLatencyCheck(noLatencyCheck)
                .setPrefer(prefer.word())
                .setKeepInvalid(keep);
        if (timeBudget != null) {
            task.setTimeBudgetSeconds(timeBudget);
        }
        setInputs(task);
        setResults(task);
        InputFile.requireKinds(List.of(model), Arrays.asList(calibration, evaluation));
        return task.build();
    }

    private void setInputs(Quantize.Builder task) {
        Faults faults = new Faults();
        faults.checkGiven(model, file -> task.setModelPath(InputFile.existing(file, "ONNX model")));
        faults.checkGiven(recipe, file -> setRecipe(RecipeFile.read(file), task));
        faults.checkGiven(
                policy,
                file -> task.setPolicyJson(
                        JsonFile.text(PolicyFile.read(file).policy().toMap())));
        faults.checkGiven(
                calibration, file -> task.setCalibrationPath(InputFile.existingSamples(file, "calibration data")));
        faults.checkGiven(statistics, file -> task.setStatisticsPath(InputFile.existing(file, "statistics")));
        faults.checkGiven(
                evaluation, file -> task.setEvaluationPath(InputFile.existingSamples(file, "evaluation data")));
        samples.check(Arrays.asList(calibration, evaluation), faults);
        faults.raise();
        faults.checkGiven(calibration, file -> task.setCalibrationSettingsJson(samples.json(file)));
        faults.checkGiven(evaluation, file -> task.setEvaluationSettingsJson(samples.json(file)));
        faults.raise();
    }

    private void setRecipe(RecipeFile read, Quantize.Builder task) {
        requireCalibration(read.recipe());
        task.setRecipeJson(read.json());
    }

    private void setResults(Quantize.Builder task) {
        List<Path> taken = new ArrayList<>(Arrays.asList(model, calibration, statistics, evaluation, recipe, policy));
        task.setOutputPath(result(output, taken));
        task.setReportPath(result(report, taken));
        task.setReportPagePath(result(reportPage, taken));
        task.setSaveStatisticsPath(result(saveStatistics, taken));
    }

    /** @param taken grows, so that no result takes the place of another */
    private static String result(Path file, List<Path> taken) {
        if (file == null) {
            return "";
        }
        String path = OutputFile.checked(file, taken).path().toString();
        taken.add(file);
        return path;
    }

    /** Where the mode is open the engine knows whether the model can do without. */
    private void requireCalibration(Recipe asked) {
        boolean needed = asked.precision() == Precision.INT8 && asked.mode() == Mode.STATIC;
        if (needed && calibration == null && statistics == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Static INT8 needs samples to measure value ranges on; add --calibration DATA.npz or"
                            + " --statistics FILE, or use mode dynamic or an FP16 recipe");
        }
    }

    /** As a command that measures on them is given them. */
    private String data(Path location) {
        if (location == null) {
            return "DATA.npz";
        }
        return location + (SampleSet.isOfFiles(location) ? samples.repeated() : "");
    }

    private void printFiles(Screen screen, Quantized quantized) {
        screen.blank();
        if (quantized.getWritten()) {
            screen.whole("wrote", output.toString());
        } else {
            screen.line("not written", output + ": --keep writes what is INVALID, too");
        }
        Stream.of(report, reportPage, saveStatistics)
                .filter(Objects::nonNull)
                .forEach(file -> screen.whole("wrote", file.toString()));
        String data = data(evaluation == null ? calibration : evaluation);
        screen.whole(
                "next",
                new NextStep(model, output, data, evaluation != null, prefer == Preferred.SIZE, reportPage)
                        .after(quantized));
    }
}
