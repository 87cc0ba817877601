package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.accuracy.DetectableLoss;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says before samples are run how small a loss they can show. */
final class DetectableLossText {
    private static final String ENDING = ".npz";

    private DetectableLossText() {}

    /**
     * Nothing where the samples are no .npz, of which the head tells how many there are, or have no labels.
     *
     * @param data null where there is none
     * @param limit on the loss that is asked for, a share; 0 where none is
     */
    static void print(PrintWriter error, Path data, double limit) {
        if (data == null || !data.toString().endsWith(ENDING) || !Files.isRegularFile(data)) {
            return;
        }
        try (SampleSet samples = SampleSet.open(data)) {
            if (samples.hasLabels()) {
                error.println(DetectableLoss.sentence(samples.samples(), limit));
                error.flush();
            }
        } catch (NarrowgaugeException unusable) {
            // The engine refuses them in a moment and says why.
        }
    }
}
