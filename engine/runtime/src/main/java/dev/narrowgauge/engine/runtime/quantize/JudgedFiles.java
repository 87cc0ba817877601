package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.evaluate.PairedEvaluation;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import dev.narrowgauge.engine.runtime.evaluate.SequenceEvaluation;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.engine.runtime.verify.RunningModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files in which original and variant are run beside each other. What is whole in one file is parsed and copied when it
 * is loaded; of models with many weights their work files are taken, which are the same models and are mapped.
 *
 * @param running the variant as it runs, which is loaded faster; empty where it is not kept
 */
record JudgedFiles(Path baseline, Path variant, Optional<Path> running) {
    /**
     * @param file of the original
     * @param whole the variant that is handed on
     */
    static JudgedFiles of(Path file, OnnxModel model, FusionRounds rounds, Path whole, TaskDirectory work) {
        ModelProto made = rounds.conversion().variant().model();
        Optional<Path> running = RunningModels.of(made, work);
        if (!SamplePlan.isLarge(LargeModel.bytes(model))) {
            return new JudgedFiles(file, whole, running);
        }
        Path copy = work.resolve(PreparedModel.ORIGINAL);
        // Inputs with a default are constants in the copy.
        boolean isSame =
                Files.isRegularFile(copy) && DefaultInputs.of(model.proto()).isEmpty();
        return new JudgedFiles(isSame ? copy : file, work.write(made, "judged.onnx"), running);
    }

    /**
     * What the variant answers to samples that it was not made with, or else to those that there are.
     *
     * @param hints what the graph of the original says of its outputs
     */
    Optional<PairedResult> compare(
            OutputHints hints, SamplePlan plan, QuantizationData data, OnnxRuntime runtime, ProgressMeter progress) {
        return data.unused().or(data::calibration).map(samples -> {
            try (ModelSession expected = runtime.open(baseline, Optimization.FULL);
                    ModelSession actual = running.map(graph -> runtime.open(graph, Optimization.NONE))
                            .orElseGet(() -> runtime.open(variant, Optimization.FULL));
                    var evaluation = new PairedEvaluation(expected, Optional.of(actual), hints, data.answers())) {
                // Those of the calibration flatter the variant, so more of them tell no more.
                long fewest = data.unused().isPresent() ? samples.samples() : plan.forCalibrated();
                PairedResult result = evaluation.evaluate(samples, "evaluate", fewest, SamplePlan.ANSWERS, progress);
                return result.withSequence(data.inOrder()
                        .flatMap(steps -> SequenceEvaluation.of(expected, actual, steps, data.state(), progress)));
            }
        });
    }
}
