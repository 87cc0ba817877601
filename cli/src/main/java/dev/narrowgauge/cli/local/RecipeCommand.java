package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.RecipeSchema;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.Explained;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is to know about recipes before one is run. */
@Command(
        name = "recipe",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks recipes, explains what one does to a model, or prints the JSON schema of recipes.")
public final class RecipeCommand extends CommandGroup {
    /** The plan for one model, node by node; nothing is quantized. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description =
                    "Prints every setting and where it comes from, and for every node what will become of it and why.")
    int explain(
            @Parameters(paramLabel = "MODEL", description = "The ONNX model, with its external data beside it.")
                    Path model,
            @Option(
                            names = "--recipe",
                            paramLabel = "RECIPE.yaml",
                            description = "The recipe; the default one when absent.")
                    Path recipe,
            @Option(
                            names = "--calibration",
                            paramLabel = "DATA",
                            description =
                                    "Samples, with which preparation rewrites as much of the model as it does when quantizing.")
                    Path calibration,
            @Option(
                            names = "--prepared",
                            paramLabel = "OUT.onnx",
                            description =
                                    "Where to write the prepared model whose nodes are explained: in float, unless it came"
                                            + " quantized.")
                    Path prepared,
            @Option(names = "--json", description = "As JSON, for programs.") boolean json,
            @Mixin SampleOptions samples,
            @Mixin LocalWork work) {
        Explain.Builder task = Explain.newBuilder();
        Faults faults = new Faults();
        faults.check(() -> task.setModelPath(InputFile.existing(model, "ONNX model")));
        faults.checkGiven(
                recipe, file -> task.setRecipeJson(RecipeFile.read(file).json()));
        faults.checkGiven(
                calibration, data -> task.setCalibrationPath(InputFile.existingSamples(data, "calibration data")));
        faults.checkGiven(calibration, data -> task.setCalibrationSettingsJson(samples.json(data)));
        faults.raise();
        if (prepared != null) {
            OutputFile file = OutputFile.checked(prepared, Arrays.asList(model, recipe, calibration));
            task.setPreparedPath(file.path().toString());
        }
        InputFile.requireKinds(List.of(model), Arrays.asList(calibration));
        EngineAnswer<Explained> answer = explained(task.build(), recipe, work);
        PrintWriter out = spec().commandLine().getOut();
        if (json) {
            out.println(JsonFile.text(ExplanationDocument.of(answer.value())));
        } else {
            ExplanationText.print(out, answer.value());
            if (prepared != null) {
                Screen.of(spec()).whole("wrote", task.getPreparedPath());
            }
        }
        return ExitCode.OK.status();
    }

    private EngineAnswer<Explained> explained(Explain task, Path recipe, LocalWork work) {
        try {
            return work.run(
                    spec().commandLine().getErr(), call -> Engine.installed().explain(task, call));
        } catch (NarrowgaugeException failure) {
            throw RecipeFile.named(recipe, failure);
        }
    }

    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with recipes, whatever the model, all at once; needs no service.")
    int validate(@Mixin FilesToCheck files) {
        return files.check(spec().commandLine().getOut(), RecipeFile::read);
    }

    /** What an editor or a CI job checks recipes with. */
    @Command(name = "schema", mixinStandardHelpOptions = true, description = "Prints the JSON schema of recipes.")
    int schema() {
        spec().commandLine().getOut().print(JsonFile.lines(RecipeSchema.document()));
        return ExitCode.OK.status();
    }
}
