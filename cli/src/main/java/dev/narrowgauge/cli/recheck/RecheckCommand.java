package dev.narrowgauge.cli.recheck;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.local.LocalWork;
import dev.narrowgauge.cli.local.SampleOptions;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.range.LeftRange;
import dev.narrowgauge.domain.range.RangeUse;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.CheckRanges;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.RangesChecked;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a variant once more, on data that came after its verdict. */
@Command(
        name = "recheck",
        mixinStandardHelpOptions = true,
        description =
                "Says whether a verdict still holds on new data, and which ranges of the variant's activations these have left."
                        + " Latency and size are as they were measured.")
public final class RecheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VERDICT.json", description = "The verdict of a run (GET /v1/runs/ID/verdict).")
    private Path verdict;

    @Option(names = "--model", paramLabel = "FP32.onnx", required = true, description = "The model of the verdict.")
    private Path model;

    @Option(
            names = "--variant",
            paramLabel = "INT8.onnx",
            required = true,
            description = "The variant that was judged.")
    private Path variant;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "New samples, with labels where the policy judges by labels.")
    private Path data;

    @Option(
            names = "--reference",
            paramLabel = "DATA",
            description =
                    "Samples that the variant is known to suit, such as those it was evaluated on: ranges count as"
                            + " left where more is clipped than there.")
    private Path reference;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Which variant of the verdict, by the name of its recipe, where there are several.")
    private String recipe;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    private final Supplier<Engine> engine;

    public RecheckCommand(Supplier<Engine> engine) {
        this.engine = requireNonNull(engine, "engine is null");
    }

    @Override
    public Integer call() {
        requireInputs();
        JudgedVariant judged = JudgedVariant.read(verdict, recipe);
        judged.requireFiles(model, variant);
        Optional<OutputFile> document = Optional.ofNullable(output)
                .map(file -> OutputFile.checked(file, Arrays.asList(verdict, model, variant, data, reference)));
        Row row = judged.judgedBy(EngineEvidence.of(
                work.run(spec.commandLine().getErr(), call -> engine.get().evaluate(evaluation(), call))
                        .value()));
        RangesChecked now = ranges(data);
        List<RangeUse> before = reference == null ? List.of() : EngineProfiles.of(ranges(reference));
        var result = new Recheck(
                judged.variant(),
                row,
                EngineProfiles.of(now),
                now.getUnseen(),
                LeftRange.of(EngineProfiles.of(now), before),
                reference != null);
        document.ifPresent(file -> JsonFile.write(file, result.document()));
        result.print(Screen.of(spec));
        return row.verdict().exitCode().status();
    }

    private void requireInputs() {
        Faults faults = new Faults();
        faults.check(() -> InputFile.existing(verdict, "verdict"));
        faults.check(() -> InputFile.existing(model, "ONNX model"));
        faults.check(() -> InputFile.existing(variant, "variant"));
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.checkGiven(reference, file -> InputFile.existingSamples(file, "reference data"));
        faults.raise();
        InputFile.requireKinds(List.of(model, variant), Arrays.asList(data, reference));
    }

    private Evaluate evaluation() {
        return Evaluate.newBuilder()
                .setBaselinePath(absolute(model))
                .setVariantPath(absolute(variant))
                .setDatasetPath(absolute(data))
                .setDatasetSettingsJson(samples.json(data))
                .build();
    }

    private RangesChecked ranges(Path of) {
        CheckRanges task = CheckRanges.newBuilder()
                .setModelPath(absolute(variant))
                .setDatasetPath(absolute(of))
                .setDatasetSettingsJson(samples.json(of))
                .build();
        return work.run(spec.commandLine().getErr(), call -> engine.get().checkRanges(task, call))
                .value();
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().toString();
    }
}
