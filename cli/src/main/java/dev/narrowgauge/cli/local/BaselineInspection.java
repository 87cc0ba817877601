package dev.narrowgauge.cli.local;

import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.ModelDescription;
import dev.narrowgauge.proto.engine.TensorMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A look at a model and its samples before work waits for the machine: what is wrong with them must not cost it. */
final class BaselineInspection {
    private static final String NPZ_ENDING = ".npz";

    private BaselineInspection() {}

    /**
     * @return the machine that it was done on
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* or DATASET_* code
     */
    static MeasuringMachine inspect(Path baseline, Path data, EngineCall call) {
        EngineAnswer<ModelDescription> answer = Engine.installed()
                .inspectModel(
                        InspectModel.newBuilder()
                                .setModelPath(baseline.toAbsolutePath().toString())
                                .setTellMachine(true)
                                .build(),
                        call);
        requireFit(data, answer.value());
        return MeasuringMachine.of(answer.value().getMachine(), answer.runtimeVersion());
    }

    /**
     * Fails as the work itself would, later.
     *
     * @param data null stands for no file
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* or DATASET_* code
     */
    static void requireFit(Path model, List<Path> data, EngineCall call) {
        InspectModel task = InspectModel.newBuilder()
                .setModelPath(model.toAbsolutePath().toString())
                .build();
        ModelDescription description =
                Engine.installed().inspectModel(task, call).value();
        data.stream().filter(Objects::nonNull).forEach(file -> requireFit(file, description));
    }

    /** Of an .npz, whose headers say what it holds; of other samples the engine says it once it has read them. */
    static void requireFit(Path data, ModelDescription model) {
        if (SampleSet.isOfFiles(data)
                || !data.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(NPZ_ENDING)) {
            return;
        }
        try (SampleSet samples = SampleSet.open(data)) {
            var _ = samples.bind(model.getInputsList().stream()
                    .map(input -> spec(input).fedFrom(samples))
                    .toList());
        }
    }

    private static InputSpec spec(TensorMessage input) {
        return new InputSpec(
                input.getName(),
                ElementType.valueOf(input.getElementType().toUpperCase(Locale.ROOT)),
                input.getDimsList());
    }
}
