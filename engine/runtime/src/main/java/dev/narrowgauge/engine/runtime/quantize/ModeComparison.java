package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.evaluate.PairedEvaluation;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.measure.PairedTiming;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A static and a dynamic variant of one model, measured against each other on this machine.
 *
 * <p>Static is better if it is faster by {@link #LEAST_GAIN} beyond doubt, its output has at most {@link #MOST_DECIBEL} more
 * noise, and its top-1 accuracy is at most {@link #MOST_LOSS} lower. In every other case dynamic is: it needs no faith in
 * calibration samples.
 *
 * @param timing the static variant's time against the dynamic one's
 * @param fixed what the static variant answered, against the float model
 * @param dynamic what the dynamic variant answered, against the float model
 * @param held whether those samples are other than the calibration samples
 */
record ModeComparison(PairedTiming timing, PairedResult fixed, PairedResult dynamic, boolean held) {
    /** Less is not worth the risk of a range that is too small for some later input. */
    private static final double LEAST_GAIN = 0.03;

    /** One bit of the output. */
    private static final double MOST_DECIBEL = 6;

    private static final double MOST_LOSS = 0.005;

    private static final long MOST_SAMPLES = 512;

    static ModeComparison measure(
            ModelProto baseline,
            Path staticFile,
            Path dynamicFile,
            QuantizationData data,
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress) {
        boolean held = data.evaluation().isPresent();
        BoundDataset samples = data.evaluation().or(data::calibration).orElseThrow();
        Path reference = work.resolve("reference.onnx");
        OnnxModelWriter.write(baseline, reference);
        OutputHints hints = OutputHints.of(baseline.getGraph());
        progress.begin("choose", 0);
        try (ModelSession floats = runtime.open(reference, Optimization.FULL);
                ModelSession fixed = runtime.open(staticFile, Optimization.FULL);
                ModelSession dynamic = runtime.open(dynamicFile, Optimization.FULL)) {
            PairedTiming timing = PairedTiming.measure(dynamic, fixed, samples);
            return new ModeComparison(
                    timing,
                    answers(floats, fixed, hints, samples, progress),
                    answers(floats, dynamic, hints, samples, progress),
                    held);
        }
    }

    private static PairedResult answers(
            ModelSession baseline,
            ModelSession variant,
            OutputHints hints,
            BoundDataset samples,
            ProgressMeter progress) {
        try (var evaluation = new PairedEvaluation(baseline, Optional.of(variant), hints)) {
            return evaluation.evaluate(samples, "choose", MOST_SAMPLES, progress);
        }
    }

    boolean staticIsBetter() {
        return timing.ratio().high() <= 1 - LEAST_GAIN
                && fixed.noiseDecibel() >= dynamic.noiseDecibel() - MOST_DECIBEL
                && topOne(dynamic) - topOne(fixed) <= MOST_LOSS;
    }

    /** The decision with its numbers, for a person. */
    String sentence() {
        Interval ratio = timing.ratio();
        String accuracy = fixed.labelled()
                ? text(" and top-1 %.2f against %.2f %%", 100 * topOne(fixed), 100 * topOne(dynamic))
                : "";
        return (staticIsBetter() ? "Static" : "Dynamic")
                + text(
                        ": on this machine static takes %.3f times as long as dynamic (95 %% interval %.3f to %.3f, %d pairs"
                                + " of blocks, one sample per run), with output SQNR %.1f against %.1f dB",
                        ratio.estimate(),
                        ratio.low(),
                        ratio.high(),
                        timing.pairs(),
                        fixed.noiseDecibel(),
                        dynamic.noiseDecibel())
                + accuracy
                + text(" on %d %s. ", fixed.answers(), held ? "held samples" : "calibration samples")
                + text(
                        "Static is taken where it is at least %.0f %% faster beyond doubt and costs at most %.0f dB and %.1f"
                                + " points.",
                        100 * LEAST_GAIN, MOST_DECIBEL, 100 * MOST_LOSS);
    }

    private static double topOne(PairedResult result) {
        return result.labelled() ? (double) result.variantCorrect() / result.answers() : 0;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
