package dev.narrowgauge.engine.runtime.profile;

import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.OperatorProfile;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.Kernel;
import dev.narrowgauge.proto.engine.ModelProfile;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Profiles a baseline and a variant, which take turns, so that what slows the machine down meets both. */
public final class ProfileTask {
    private static final double STANDARD_SECONDS = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    /** That one of the two runs until the other does. */
    private static final long TURN_NANOS = 20_000_000;

    /** Fewer say little of a median, however long they take. */
    private static final int FEWEST_RUNS = 5;

    private ProfileTask() {}

    public static Profiled profile(Profile request, OnnxRuntime runtime, ProgressMeter progress) throws IOException {
        var source = new SampleSource(request.getDatasetPath(), request.getDatasetSettingsJson());
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            progress.begin("load", 0);
            Path baseline = unpacked(request.getBaselinePath(), work, "baseline");
            OnnxModel model = OnnxModelReader.read(baseline);
            try (SampleSet dataset = source.open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                Profiled.Builder profiled = Profiled.newBuilder().setThreads(runtime.threads());
                long nanos = nanos(request.getSeconds());
                if (request.getVariantPath().isEmpty()) {
                    return profiled.setBaseline(alone(baseline, data, nanos, runtime, work, progress))
                            .build();
                }
                Path variant = unpacked(request.getVariantPath(), work, "variant");
                return byTurns(baseline, variant, data, nanos, profiled, runtime, work, progress);
            }
        }
    }

    private static long nanos(double seconds) {
        return (long) ((seconds > 0 ? seconds : STANDARD_SECONDS) * NANOS_PER_SECOND);
    }

    private static Path unpacked(String model, TaskDirectory work, String directory) throws IOException {
        return OnnxModelReader.locate(Path.of(model), Files.createDirectory(work.resolve(directory)));
    }

    private static ModelProfile alone(
            Path file, BoundDataset data, long nanos, OnnxRuntime runtime, TaskDirectory work, ProgressMeter progress) {
        try (ProfiledModel model = ProfiledModel.open(file, "alone", data, runtime, work)) {
            progress.begin("profile", 0);
            long start = System.nanoTime();
            do {
                model.run(TURN_NANOS);
            } while (isWanted(model.runs(), start, nanos));
            return message(model);
        }
    }

    private static Profiled byTurns(
            Path baseline,
            Path variant,
            BoundDataset data,
            long nanos,
            Profiled.Builder profiled,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        try (ProfiledModel first = ProfiledModel.open(baseline, "first", data, runtime, work);
                ProfiledModel second = ProfiledModel.open(variant, "second", data, runtime, work)) {
            progress.begin("profile", 0);
            long start = System.nanoTime();
            do {
                first.run(TURN_NANOS);
                second.run(TURN_NANOS);
            } while (isWanted(Math.min(first.runs(), second.runs()), start, nanos));
            return profiled.setBaseline(message(first))
                    .setVariant(message(second))
                    .build();
        }
    }

    private static boolean isWanted(int runs, long start, long nanos) {
        return runs < FEWEST_RUNS || System.nanoTime() - start < nanos;
    }

    private static ModelProfile message(ProfiledModel model) {
        OperatorProfile profile = model.end();
        ModelProfile.Builder message =
                ModelProfile.newBuilder().setRunMicros(profile.runMicros()).setRuns(model.runs());
        profile.kernels().forEach(kernel -> message.addKernels(message(kernel)));
        return message.build();
    }

    private static Kernel message(KernelTime kernel) {
        Kernel.Builder message = Kernel.newBuilder()
                .setName(kernel.name())
                .setOperator(kernel.operator())
                .setKind(kernel.kind().name())
                .addAllValues(kernel.values())
                .setElementType(kernel.elementType())
                .setMicros(kernel.micros())
                .setIntegerMultiplications(kernel.integerMultiplications())
                .setUncounted(kernel.uncounted());
        if (kernel.multiplications() != null) {
            message.setMultiplications(kernel.multiplications());
        }
        return message.build();
    }
}
