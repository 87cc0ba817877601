package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Quantity;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Option(names = "--data", paramLabel = "DATA.npz", required = true, description = "Samples, best with labels.")
    private Path data;

    @Option(names = "--baseline", paramLabel = "FP32.onnx", description = "The model to compare with.")
    private Path baseline;

    @Option(names = "--output", paramLabel = "R.json", description = "Where to write the result as JSON.")
    private Path output;

    @Mixin
    private LocalWork work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Evaluate task = task();
        Optional<OutputFile> document =
                Optional.ofNullable(output).map(file -> OutputFile.checked(file, Arrays.asList(model, baseline, data)));
        InputFile.requireModel(model);
        if (baseline != null) {
            InputFile.requireModel(baseline);
        }
        InputFile.requireDataset(data);
        EngineAnswer<Evaluated> answer =
                work.run(spec.commandLine().getErr(), call -> Engine.installed().evaluate(task, call));
        print(spec.commandLine().getOut(), answer);
        document.ifPresent(file -> JsonFile.write(file, document(answer)));
        return ExitCode.OK.status();
    }

    private Evaluate task() {
        Evaluate.Builder task = Evaluate.newBuilder().setDatasetPath(InputFile.existing(data, "evaluation data"));
        String path = InputFile.existing(model, "ONNX model");
        if (baseline == null) {
            return task.setBaselinePath(path).build();
        }
        return task.setBaselinePath(InputFile.existing(baseline, "baseline model"))
                .setVariantPath(path)
                .build();
    }

    private void print(PrintWriter out, EngineAnswer<Evaluated> answer) {
        Evaluated evaluated = answer.value();
        if (baseline == null) {
            out.printf("samples      %d%n", evaluated.getSamples());
            if (evaluated.getHasLabels()) {
                out.printf("top-1        %s%n", Quantity.percent(top1(evaluated)));
            }
        } else {
            AccuracyText.print(out, EngineEvidence.of(evaluated));
            out.printf("output SQNR  %s%n", Quantity.decibel(evaluated.getOutputSqnrDb()));
        }
        out.printf("took         %s%n", Quantity.seconds(answer.elapsed().toNanos() / 1e9));
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
        return accuracy;
    }

    private static Map<String, Object> compared(Evaluated evaluated) {
        AccuracyEvidence evidence = EngineEvidence.of(evaluated);
        return AccuracyText.document(evidence);
    }

    private static double top1(Evaluated evaluated) {
        return (double) evaluated.getBaselineCorrect() / evaluated.getSamples();
    }
}
