package dev.narrowgauge.cli.local;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.FlippedSample;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures accuracy on this machine, alone or against a baseline. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measures a model's accuracy, and what it lost against a baseline.")
public final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "The ONNX model.")
    private Path model;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "Samples, best with labels: an .npz, a zip of ONNX test sets, a folder or a CSV.")
    private Path data;

    @Option(names = "--baseline", paramLabel = "FP32.onnx", description = "The model to compare with.")
    private Path baseline;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Option(
            names = "--keep-flips",
            paramLabel = "FLIPS.npz",
            description = "Where to write the inputs of samples that the baseline answers otherwise, as far as they are"
                    + " small.")
    private Path flips;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            split = ",",
            converter = Demand.OfAccuracy.class,
            description = "Fail where the answers decide for fp32, or cannot-tell whether they are good enough, by the"
                    + " standard limits; several with commas.")
    private Set<Demand> failOn = Set.of();

    @Option(
            names = "--max-loss",
            paramLabel = "POINTS",
            description = "Fail where top-1 may have lost more than these percentage points, at 95 %% confidence.")
    private Double maxLoss;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public EvaluateCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        Optional<Rule> lossLimit = Optional.ofNullable(maxLoss).map(Limit::loss);
        requireBaseline();
        Evaluate task = task();
        Optional<OutputFile> document = Optional.ofNullable(output)
                .map(file -> OutputFile.checked(file, Arrays.asList(model, baseline, data, flips)));
        InputFile.requireKinds(Arrays.asList(model, baseline), List.of(data));
        if (baseline != null) {
            DetectableLossText.print(
                    spec.commandLine().getErr(),
                    data,
                    lossLimit.map(Rule::max).orElse(AgreementLimits.standard().mostTop1Loss()));
        }
        EngineAnswer<Evaluated> answer = work.run(
                spec.commandLine().getErr(),
                call -> BaselineInspection.requireFit(baseline == null ? model : baseline, List.of(data), call),
                call -> engine.get().evaluate(task, call));
        if (flips != null && !answer.value().getFlippedWritten()) {
            OutputFile.checked(flips).remove();
        }
        List<RuleOutcome> outcomes = EvaluateDemands.outcomes(answer.value(), failOn, lossLimit);
        document.ifPresent(file -> JsonFile.write(file, document(answer)));
        print(Screen.of(spec), answer, outcomes);
        return EvaluateDemands.exitCode(failOn, outcomes).status();
    }

    private void requireBaseline() {
        if (baseline == null && flips != null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--keep-flips compares with a baseline; add --baseline FP32.onnx");
        }
        if (baseline == null && (maxLoss != null || !failOn.isEmpty())) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--max-loss and --fail-on compare with a baseline; add --baseline FP32.onnx");
        }
    }

    private Evaluate task() {
        Evaluate.Builder task = Evaluate.newBuilder()
                .setDatasetPath(InputFile.existingSamples(data, "evaluation data"))
                .setDatasetSettingsJson(samples.json(data));
        String path = InputFile.existing(model, "ONNX model");
        if (baseline == null) {
            return task.setBaselinePath(path).build();
        }
        Optional<OutputFile> kept =
                Optional.ofNullable(flips).map(file -> OutputFile.checked(file, Arrays.asList(model, baseline, data)));
        kept.ifPresent(file -> task.setFlippedPath(file.path().toString()));
        return task.setBaselinePath(InputFile.existing(baseline, "baseline model"))
                .setVariantPath(path)
                .build();
    }

    private void print(Screen screen, EngineAnswer<Evaluated> answer, List<RuleOutcome> outcomes) {
        Evaluated evaluated = answer.value();
        outcomes.forEach(outcome -> DecisionText.print(screen, outcome.rule(), outcome));
        if (baseline == null) {
            screen.line("samples", Numbers.count(evaluated.getSamples()));
            if (evaluated.getHasLabels()) {
                screen.line("top-1", Numbers.percentInColumn(top1(evaluated)));
            }
            MetricText.printAlone(screen, EngineEvidence.metrics(evaluated));
        } else {
            AccuracyText.print(screen, evaluated);
            if (evaluated.getOutputsCount() == 0) {
                screen.line("output SQNR", AccuracyText.decibel(evaluated.getOutputSqnrDb()));
            }
            if (evaluated.hasSequence()) {
                screen.line("sequence", evaluated.getSequence().getSentence());
            }
        }
        screen.line("took", Numbers.seconds(answer.elapsed().toNanos() / 1e9));
        if (output != null) {
            screen.whole("wrote", output.toString());
        }
        if (evaluated.getFlippedWritten()) {
            screen.whole("wrote", flips.toString());
        }
    }

    private Map<String, Object> document(EngineAnswer<Evaluated> answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model.toString());
        document.put("baseline", baseline == null ? null : baseline.toString());
        document.put("data", data.toString());
        document.put("accuracy", baseline == null ? alone(answer.value()) : compared(answer.value()));
        document.put("engineVersion", answer.engineVersion());
        document.put("runtimeVersion", answer.runtimeVersion());
        return document;
    }

    private static Map<String, Object> alone(Evaluated evaluated) {
        Map<String, Object> accuracy = new LinkedHashMap<>();
        accuracy.put("samples", evaluated.getSamples());
        accuracy.put("top1", evaluated.getHasLabels() ? top1(evaluated) : null);
        Map<String, Object> metrics = new LinkedHashMap<>();
        EngineEvidence.metrics(evaluated).metrics().forEach(metric -> metrics.put(metric.metric(), metric.baseline()));
        accuracy.put("metrics", metrics);
        return accuracy;
    }

    private static Map<String, Object> compared(Evaluated evaluated) {
        AccuracyEvidence evidence = EngineEvidence.of(evaluated);
        Map<String, Object> document = AccuracyText.document(evidence);
        if (evaluated.hasSequence()) {
            document.put("drift", evaluated.getSequence().getDrift());
            document.put("sequence", evaluated.getSequence().getSentence());
        }
        if (evaluated.getFlippedCount() > 0) {
            document.put(
                    "flipped",
                    evaluated.getFlippedList().stream()
                            .map(EvaluateCommand::flipped)
                            .toList());
        }
        return document;
    }

    private static Map<String, Object> flipped(FlippedSample sample) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sample", sample.getSample());
        document.put("label", sample.hasLabel() ? (Long) sample.getLabel() : null);
        document.put("baselineAnswer", sample.getBaselineAnswer());
        document.put("variantAnswer", sample.getVariantAnswer());
        document.put("kept", sample.getKept());
        return document;
    }

    private static double top1(Evaluated evaluated) {
        return (double) evaluated.getBaselineCorrect() / Math.max(evaluated.getAnswers(), evaluated.getSamples());
    }
}
