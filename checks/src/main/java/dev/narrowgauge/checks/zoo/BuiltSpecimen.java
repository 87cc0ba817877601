package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import java.nio.file.Path;
import java.util.Map;

/** An architecture as a specimen. */
public record BuiltSpecimen(Architecture architecture) implements Specimen {
    private static final int CALIBRATION = 96;

    /** Enough that one in a hundred shows. */
    private static final int SAMPLES_OF_CLASSES = 300;

    private static final int SAMPLES = 64;

    @Override
    public String name() {
        return architecture.name();
    }

    @Override
    public String origin() {
        return architecture.topology() + "; seeded weights";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return architecture.outputs();
    }

    @Override
    public String inputs(CheckOptions options) {
        return "";
    }

    @Override
    public Files provide(Path directory, CheckOptions options) {
        Path model = directory.resolve(name() + ".onnx");
        OnnxModelWriter.write(architecture.build(), model);
        int samples = outputs().containsValue(OutputKind.CLASSES) ? SAMPLES_OF_CLASSES : SAMPLES;
        return new Files(
                model,
                architecture.samples(0, CALIBRATION).write(directory.resolve("calibration.npz")),
                architecture.samples(1, samples).write(directory.resolve("evaluation.npz")),
                architecture.samples(2, samples).write(directory.resolve("fresh.npz")));
    }
}
