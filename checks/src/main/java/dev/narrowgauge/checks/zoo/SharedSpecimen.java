package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.cli.local.FileDigest;
import dev.narrowgauge.domain.decision.OutputKind;
import java.nio.file.Path;
import java.util.Map;

/**
 * A sample model; the first half of its evaluation data judges the default, the second half the judgement.
 *
 * @param folder below models and datasets; empty for the sample models that are ours
 * @param data beginning of the names of its datasets
 */
public record SharedSpecimen(String name, String origin, String folder, String data, Map<String, OutputKind> outputs)
        implements Specimen {
    @Override
    public String inputs(CheckOptions options) {
        return FileDigest.of(model(options))
                + FileDigest.of(dataset("calibration", options))
                + FileDigest.of(dataset("evaluation", options));
    }

    @Override
    public Files provide(Path directory, CheckOptions options) {
        Samples evaluation = Samples.read(dataset("evaluation", options));
        int half = evaluation.count() / 2;
        return new Files(
                model(options),
                dataset("calibration", options),
                evaluation.slice(0, half).write(directory.resolve("evaluation.npz")),
                evaluation.slice(half, evaluation.count()).write(directory.resolve("fresh.npz")));
    }

    private Path model(CheckOptions options) {
        return options.shared().resolve("models").resolve(folder).resolve(name + ".onnx");
    }

    private Path dataset(String use, CheckOptions options) {
        return options.shared().resolve("datasets").resolve(folder).resolve(data + "-" + use + ".npz");
    }
}
