package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.runtime.files.ShippedNetwork;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.inspect.ModelInspection;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.quantize.QuantizationTask;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Rehearse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Quantizes a shipped network of digits and throws the result away: native code is loaded then, and the JVM has compiled
 * what most tasks run through.
 */
final class Rehearsal {
    /** The first loads and interprets; the second runs often enough for the JVM to compile. */
    private static final int ROUNDS = 2;

    private Rehearsal() {}

    static void perform(Rehearse request, OnnxRuntime runtime) throws IOException {
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path model = ShippedNetwork.model(work);
            if (request.getBrief()) {
                ModelInspection.inspect(
                        InspectModel.newBuilder()
                                .setModelPath(model.toString())
                                .setLoadInRuntime(true)
                                .setWorkDirectory(work.path().toString())
                                .build(),
                        runtime);
                return;
            }
            Path samples = ShippedNetwork.samples(work);
            Quantize task = Quantize.newBuilder()
                    .setModelPath(model.toString())
                    .setCalibrationPath(samples.toString())
                    .setOutputPath(work.resolve("variant.onnx").toString())
                    .setReportPath(work.resolve("report.json").toString())
                    .setWorkDirectory(work.path().toString())
                    .setKeepInvalid(true)
                    .setSkipLatencyCheck(true)
                    .build();
            var unheard = new EventWriter(OutputStream.nullOutputStream(), () -> {});
            for (int round = 0; round < ROUNDS; round++) {
                QuantizationTask.quantize(task, runtime, new ProgressMeter(unheard, System::nanoTime));
            }
        }
    }
}
