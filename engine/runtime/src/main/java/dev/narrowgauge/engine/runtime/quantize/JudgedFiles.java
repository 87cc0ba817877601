package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files in which original and variant are run beside each other. What is whole in one file is parsed and copied when it
 * is loaded; of models with many weights their work files are taken, which are the same models and are mapped.
 */
record JudgedFiles(Path baseline, Path variant) {
    private static final long LEAST_BYTES = 64L << 20;

    /**
     * @param file of the original
     * @param whole the variant that is handed on
     */
    static JudgedFiles of(Path file, OnnxModel model, FusionRounds rounds, Path whole, WorkDirectory work) {
        if (LargeModel.bytes(model) < LEAST_BYTES) {
            return new JudgedFiles(file, whole);
        }
        Path copy = work.resolve(PreparedModel.ORIGINAL);
        // Inputs with a default are constants in the copy.
        boolean isSame =
                Files.isRegularFile(copy) && DefaultInputs.of(model.proto()).isEmpty();
        return new JudgedFiles(
                isSame ? copy : file, work.write(rounds.conversion().variant().model(), "judged.onnx"));
    }
}
