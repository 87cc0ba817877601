package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.local.PolicyFile;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunSubmission;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code narrowgauge run submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Has a model quantized by each recipe, measured against the original, and judged.")
public final class RunSubmitCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "Id of a model of the service, or a file, which is pushed first.")
    private String model;

    @Option(
            names = "--calibration",
            paramLabel = "DATA",
            required = true,
            description = "Id of a dataset, or a file: samples to measure ranges with.")
    private String calibration;

    @Option(
            names = "--evaluation",
            paramLabel = "DATA",
            required = true,
            description = "Id of a dataset, or a file: other samples, to judge accuracy by.")
    private String evaluation;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE.yaml",
            description =
                    "How to quantize; may be given several times. Without one, INT8 as suits the model and the machines that"
                            + " measure it, as quantize does.")
    private List<Path> recipes = List.of();

    @Option(names = "--policy", paramLabel = "POLICY.yaml", description = "The policy that variants are judged by.")
    private Path policy;

    @Option(
            names = "--device-class",
            paramLabel = "CLASS",
            split = ",",
            description = "Where to measure; the best class of each live node by default.")
    private List<String> deviceClasses = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "The run's name; the model's by default.")
    private String name;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            split = ",",
            description = "Tags to find the run by; several with commas.")
    private List<String> tags = List.of();

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "The commit of the sources that the model was built from.")
    private String commit;

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "Which runs of the project go first: low, normal or high; normal by default.")
    private String priority;

    @Option(names = "--fresh", description = "Measure everything anew, whatever the policy allows to reuse.")
    private boolean fresh;

    @Option(names = "--watch", description = "Follow the run to its verdict and end with the exit status of that.")
    private boolean watch;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        GivenRecipes given = new GivenRecipes(recipes);
        // Before anything is sent: what is wrong in a file must not cost an upload.
        Faults faults = new Faults();
        List<Map<String, Object>> written = given.read(faults);
        Optional<PolicyFile> held = Optional.ofNullable(policy).flatMap(file -> faults.of(() -> PolicyFile.read(file)));
        faults.check(() -> ContentPush.check(Content.MODEL, model));
        faults.check(() -> ContentPush.check(Content.DATASET, calibration));
        faults.check(() -> ContentPush.check(Content.DATASET, evaluation));
        faults.raise();
        try (RemoteClient client = service.client()) {
            ContentPush push = new ContentPush(client, spec.commandLine().getErr());
            JsonNode run = submitted(client, push, written, held, given);
            if (run.path("detectableLoss").isTextual()) {
                spec.commandLine().getErr().println(run.path("detectableLoss").asText());
            }
            if (!watch) {
                return new Answer(spec, service).line(run, "run", Answer.text(run, "id"));
            }
            return new Watch(client, spec, service.json()).follow(run);
        }
    }

    private JsonNode submitted(
            RemoteClient client,
            ContentPush push,
            List<Map<String, Object>> written,
            Optional<PolicyFile> held,
            GivenRecipes given) {
        try {
            return client.submit(new RunSubmission(
                    name,
                    push.idOf(Content.MODEL, model),
                    push.idOf(Content.DATASET, calibration),
                    push.idOf(Content.DATASET, evaluation),
                    written.isEmpty() ? List.of(Map.of()) : written,
                    deviceClasses,
                    held.map(PolicyFile::written).orElse(null),
                    tags,
                    commit,
                    priority,
                    fresh));
        } catch (NarrowgaugeException refusal) {
            push.tellKept();
            throw given.named(refusal);
        }
    }
}
