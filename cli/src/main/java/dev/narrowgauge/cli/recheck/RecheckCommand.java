package dev.narrowgauge.cli.recheck;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.local.LocalWork;
import dev.narrowgauge.cli.local.SampleOptions;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.remote.ReleaseName;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.service.ServiceOptions;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.range.LeftRange;
import dev.narrowgauge.domain.range.RangeUse;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.proto.engine.CheckRanges;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.RangesChecked;
import java.nio.file.Files;
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
    @Parameters(
            paramLabel = "VERDICT.json|RELEASE",
            description =
                    "The verdict of a run (GET /v1/runs/ID/verdict), or a release that the service knows: MODEL-NAME for the active"
                            + " one, or MODEL-NAME@NUMBER.")
    private String subject;

    @Option(
            names = "--model",
            paramLabel = "FP32.onnx",
            description = "The model of the verdict; of a release the service has it.")
    private Path model;

    @Option(
            names = "--variant",
            paramLabel = "INT8.onnx",
            description = "The variant that was judged; of a release the service has it.")
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
    private ServiceOptions service;

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
        if (isFile()) {
            requireBoth();
            try (JudgedFiles files = JudgedFiles.given(Path.of(subject), model, variant, recipe)) {
                return judge(files);
            }
        }
        requireData();
        try (RemoteClient client = service.client();
                JudgedFiles files = JudgedFiles.ofRelease(ReleaseName.of(subject), client, model, variant)) {
            return judge(files);
        }
    }

    /** A name of a release may look like that of a file, and is one where there is none. */
    private boolean isFile() {
        return subject.endsWith(".json") || Files.exists(Path.of(subject));
    }

    private void requireBoth() {
        if (model == null || variant == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "a verdict in a file needs %s beside it: give the file that was judged"
                            .formatted(model == null ? "--model" : "--variant"));
        }
    }

    private Integer judge(JudgedFiles files) {
        requireInputs(files);
        JudgedVariant judged = JudgedVariant.read(files.verdict(), files.recipe());
        judged.requireFiles(files.model(), files.variant());
        Optional<OutputFile> document = Optional.ofNullable(output)
                .map(file -> OutputFile.checked(
                        file, Arrays.asList(files.verdict(), files.model(), files.variant(), data, reference)));
        Row row = judged.judgedBy(EngineEvidence.of(work.run(
                        spec.commandLine().getErr(), call -> engine.get().evaluate(evaluation(files), call))
                .value()));
        RangesChecked now = ranges(files, data);
        List<RangeUse> before = reference == null ? List.of() : EngineProfiles.of(ranges(files, reference));
        var result = new Recheck(
                judged.variant(),
                row,
                EngineProfiles.of(now),
                now.getUnseen(),
                LeftRange.of(EngineProfiles.of(now), before),
                reference != null);
        document.ifPresent(file -> JsonFile.write(file, result.document()));
        if (service.json()) {
            spec.commandLine().getOut().print(JsonFile.lines(result.document()));
        } else {
            result.print(Screen.of(spec));
        }
        return row.verdict().exitCode().status();
    }

    private void requireInputs(JudgedFiles files) {
        Faults faults = new Faults();
        faults.check(() -> InputFile.existing(files.verdict(), "verdict"));
        faults.check(() -> InputFile.existing(files.model(), "ONNX model"));
        faults.check(() -> InputFile.existing(files.variant(), "variant"));
        checkData(faults);
        faults.raise();
        InputFile.requireKinds(List.of(files.model(), files.variant()), Arrays.asList(data, reference));
    }

    /** Before anything is sent. */
    private void requireData() {
        Faults faults = new Faults();
        checkData(faults);
        faults.raise();
    }

    private void checkData(Faults faults) {
        faults.check(() -> InputFile.existingSamples(data, "data"));
        faults.checkGiven(reference, file -> InputFile.existingSamples(file, "reference data"));
    }

    private Evaluate evaluation(JudgedFiles files) {
        return Evaluate.newBuilder()
                .setBaselinePath(absolute(files.model()))
                .setVariantPath(absolute(files.variant()))
                .setDatasetPath(absolute(data))
                .setDatasetSettingsJson(samples.json(data))
                .build();
    }

    private RangesChecked ranges(JudgedFiles files, Path of) {
        CheckRanges task = CheckRanges.newBuilder()
                .setModelPath(absolute(files.variant()))
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
