package dev.narrowgauge.cli.gate;

import dev.narrowgauge.cli.local.PolicyFile;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.service.ContentPush;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code narrowgauge gate} is told. Not required by the parser, as subcommands need none of it. */
final class GateOptions {
    static final Path USUAL_POLICY = Path.of("narrowgauge-gate.yaml");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Id of a model of the service, or a file, which is pushed first.")
    private String model;

    @Option(
            names = "--calibration",
            paramLabel = "DATA",
            description = "Id of a dataset, or a file: samples to measure ranges with.")
    private String calibration;

    @Option(
            names = "--evaluation",
            paramLabel = "DATA",
            description = "Id of a dataset, or a file: other samples, to judge accuracy by.")
    private String evaluation;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE.yaml",
            description = "How to quantize; may be given several times. Without one, INT8 as suits the model.")
    private List<Path> recipes = List.of();

    @Option(
            names = "--policy",
            paramLabel = "POLICY.yaml",
            description = "The rules; narrowgauge-gate.yaml of the working directory by default.")
    private Path policy = USUAL_POLICY;

    @Option(
            names = "--device-class",
            paramLabel = "CLASS",
            split = ",",
            description = "Where to measure; the best class of each live node by default.")
    private List<String> deviceClasses = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the gate, by which its comment is found again; the model's by default.")
    private String name;

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "The commit of the sources that the model was built from.")
    private String commit;

    @Option(names = "--fresh", description = "Measures everything anew, whatever the policy allows to reuse.")
    private boolean fresh;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Keeps there which run is under way; where there is one, goes on with it.")
    private Path resume;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Waits no longer, such as 30m; the run goes on, and the exit status is 6.")
    private Duration timeout;

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Folder for the verdict in every form.")
    private Path outputs;

    @Option(
            names = "--repair",
            description =
                    "Where accuracy fails the gate, tries other recipes, and judges the best on samples that none has seen.")
    private boolean repair;

    @Option(
            names = "--repair-budget",
            paramLabel = "BUDGET",
            defaultValue = RepairBudget.USUAL,
            converter = RepairBudget.Converter.class,
            description =
                    "How many recipes --repair tries, or a time after which it begins none, such as 30m; ${DEFAULT-VALUE} by default.")
    private RepairBudget repairBudget;

    @Option(
            names = "--local",
            description = "Starts a service on this machine for this one gate, and removes it afterwards.")
    private boolean local;

    String model() {
        return model;
    }

    String calibration() {
        return calibration;
    }

    String evaluation() {
        return evaluation;
    }

    List<Path> recipes() {
        return recipes;
    }

    List<String> deviceClasses() {
        return deviceClasses;
    }

    String name() {
        return name;
    }

    boolean fresh() {
        return fresh;
    }

    String commit() {
        return commit;
    }

    Optional<Path> resume() {
        return Optional.ofNullable(resume);
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    Optional<Path> outputs() {
        return Optional.ofNullable(outputs);
    }

    boolean repair() {
        return repair;
    }

    RepairBudget repairBudget() {
        return repairBudget;
    }

    boolean local() {
        return local;
    }

    /** What there is among the files that no result may replace. */
    List<Path> inputs() {
        return Stream.concat(
                        Stream.of(model, calibration, evaluation)
                                .filter(reference -> reference != null)
                                .map(Path::of),
                        Stream.concat(recipes.stream(), Stream.of(policy)))
                .toList();
    }

    void checkContent(Faults faults) {
        faults.check(() -> check(Content.MODEL, "--model", model));
        faults.check(() -> check(Content.DATASET, "--calibration", calibration));
        faults.check(() -> check(Content.DATASET, "--evaluation", evaluation));
    }

    Optional<PolicyFile> policy(Faults faults) {
        return faults.of(() -> {
            if (policy.equals(USUAL_POLICY) && !Files.exists(policy)) {
                throw new NarrowgaugeException(
                        ErrorCode.FILE_NOT_FOUND,
                        "There is no %s here: 'narrowgauge gate init' writes one, or give another file as --policy."
                                .formatted(USUAL_POLICY));
            }
            return PolicyFile.read(policy);
        });
    }

    private static void check(Content kind, String option, String reference) {
        if (reference == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is missing: give the id of a %s or a file.".formatted(option, kind.word()));
        }
        ContentPush.check(kind, reference);
    }
}
