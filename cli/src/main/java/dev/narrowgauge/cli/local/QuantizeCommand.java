package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Quantity;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.FloatNode;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        description = "Quantizes a model: INT8 static by default, or what a recipe says.")
public final class QuantizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "The ONNX model, with its external data beside it.")
    private Path model;

    @Option(
            names = "--calibration",
            paramLabel = "DATA.npz",
            description = "Samples whose value ranges are measured; an FP16 recipe needs none.")
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

    @Option(names = "--recipe", paramLabel = "RECIPE.yaml", description = "How to quantize, as YAML or JSON.")
    private Path recipe;

    @Option(
            names = "--evaluation",
            paramLabel = "DATA.npz",
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

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quantize task = task();
        EngineAnswer<Quantized> answer =
                work.run(spec.commandLine().getErr(), call -> Engine.installed().quantize(task, call));
        print(spec.commandLine().getOut(), answer);
        return ExitCode.OK.status();
    }

    private Quantize task() {
        Quantize.Builder task = Quantize.newBuilder()
                .setModelPath(InputFile.existing(model, "ONNX model"))
                .setSkipLatencyCheck(noLatencyCheck);
        if (recipe != null) {
            RecipeFile read = RecipeFile.read(recipe);
            requireCalibration(read.recipe());
            task.setRecipeJson(read.json());
        }
        if (calibration != null) {
            task.setCalibrationPath(InputFile.existing(calibration, "calibration data"));
        }
        if (statistics != null) {
            task.setStatisticsPath(InputFile.existing(statistics, "statistics"));
        }
        if (evaluation != null) {
            task.setEvaluationPath(InputFile.existing(evaluation, "evaluation data"));
        }
        setResults(task);
        requireKinds();
        return task.build();
    }

    private void setResults(Quantize.Builder task) {
        List<Path> taken = new ArrayList<>(Arrays.asList(model, calibration, statistics, evaluation, recipe));
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

    private void requireKinds() {
        InputFile.requireModel(model);
        Stream.of(calibration, evaluation).filter(Objects::nonNull).forEach(InputFile::requireDataset);
    }

    /** Where the mode is open the engine knows whether the model can do without. */
    private void requireCalibration(Recipe asked) {
        boolean needed = asked.precision() == Precision.INT8 && asked.mode() == Mode.STATIC;
        if (needed && calibration == null && statistics == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Static INT8 needs samples to measure value ranges on; add --calibration DATA.npz or"
                            + " --statistics FILE, or take mode dynamic or an FP16 recipe");
        }
    }

    private void print(PrintWriter out, EngineAnswer<Quantized> answer) {
        Quantized quantized = answer.value();
        long before = quantized.getBaselineSizeBytes();
        out.printf(
                "%-12s %s -> %s, %s of the size%n",
                quantized.getPrecision(),
                Quantity.bytes(before),
                Quantity.bytes(quantized.getSizeBytes()),
                Quantity.percent((double) quantized.getSizeBytes() / before));
        out.printf("output SQNR  %s%n", Quantity.decibel(quantized.getOutputSqnrDb()));
        if (quantized.hasEvaluated()) {
            AccuracyText.print(out, EngineEvidence.of(quantized.getEvaluated()));
        }
        for (int i = 0; i < quantized.getDecisionsCount(); i++) {
            out.printf("decided      %s%n", quantized.getDecisions(i));
        }
        printNodes(out, quantized);
        printSpeed(out, quantized);
        out.printf(
                "took         %s, peak memory %s%n",
                Quantity.seconds(answer.elapsed().toNanos() / 1e9), Quantity.bytes(answer.peakResidentBytes()));
    }

    private static void printSpeed(PrintWriter out, Quantized quantized) {
        if (quantized.hasIntegerMacShare() && quantized.getPrecision().equals(Precision.INT8.label())) {
            out.printf("integers     %s of the multiply-adds%n", Quantity.percent(quantized.getIntegerMacShare()));
        }
        if (quantized.getTakenBack() > 0) {
            out.printf("taken back   %d nodes that ran in float between conversions%n", quantized.getTakenBack());
        }
        if (quantized.hasLatency()) {
            Latency latency = quantized.getLatency();
            Interval ratio = new Interval(
                    latency.getRatio(), latency.getRatioLow(), latency.getRatioHigh(), latency.getConfidence());
            out.printf(
                    "latency      %s -> %s, ratio %s%n",
                    Quantity.millis(latency.getBaselineMillis()),
                    Quantity.millis(latency.getVariantMillis()),
                    Quantity.ratio(ratio));
            out.printf("%s%n", quantized.getRecommendation());
        }
    }

    /** Nodes of one operator that stayed float for one reason share a line. */
    private static void printNodes(PrintWriter out, Quantized quantized) {
        out.printf(
                "nodes        %d in %s, %d stayed float%n",
                quantized.getQuantizedNodes(), quantized.getPrecision(), quantized.getFloatNodes());
        Map<String, Long> reasons = quantized.getStayedFloatList().stream()
                .collect(Collectors.groupingBy(QuantizeCommand::reason, TreeMap::new, Collectors.counting()));
        reasons.forEach((reason, count) -> out.printf("%12d %s%n", count, reason));
    }

    private static String reason(FloatNode node) {
        return node.getOpType() + ": " + node.getReason();
    }
}
