package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.Dataset;
import dev.narrowgauge.engine.onnx.dataset.DatasetDescription;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The samples of one quantization, checked: finite, fitting the model, and none used for both purposes. */
final class QuantizationData implements AutoCloseable {
    private final Optional<Dataset> calibrationSet;
    private final Optional<Dataset> evaluationSet;
    private final List<InputSpec> inputs;

    private QuantizationData(
            Optional<Dataset> calibrationSet, Optional<Dataset> evaluationSet, List<InputSpec> inputs) {
        this.calibrationSet = calibrationSet;
        this.evaluationSet = evaluationSet;
        this.inputs = inputs;
    }

    /** Either path may be empty. Fails with a DATASET_* code. */
    static QuantizationData open(String calibrationPath, String evaluationPath, OnnxModel model) {
        List<InputSpec> inputs =
                model.describe().inputs().stream().map(InputSpec::of).toList();
        var data = new QuantizationData(open(calibrationPath), open(evaluationPath), inputs);
        try {
            data.check();
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    Optional<BoundDataset> calibration() {
        return calibrationSet.map(set -> set.bind(inputs));
    }

    Optional<BoundDataset> evaluation() {
        return evaluationSet.map(set -> set.bind(inputs));
    }

    @Override
    public void close() {
        calibrationSet.ifPresent(Dataset::close);
        evaluationSet.ifPresent(Dataset::close);
    }

    private static Optional<Dataset> open(String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(Dataset.open(Path.of(path)));
    }

    /** Of each calibration sample, sorted; none without a set. */
    long[] calibrationDigests() {
        return calibrationSet.stream()
                .flatMap(set -> set.describe().sampleDigests().stream())
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Fails when an evaluation sample is one of those. */
    void requireUnused(long[] digests) {
        Optional<DatasetDescription> evaluation = evaluationSet.map(Dataset::describe);
        if (evaluation.isEmpty() || digests.length == 0) {
            return;
        }
        Set<Long> used = LongStream.of(digests).boxed().collect(Collectors.toSet());
        long shared =
                evaluation.get().sampleDigests().stream().filter(used::contains).count();
        if (shared > 0) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASETS_OVERLAP,
                    shared + " of the " + evaluation.get().samples()
                            + " evaluation samples are calibration samples, too; accuracy on them proves nothing. "
                            + "Take other samples for one of the two.");
        }
    }

    private void check() {
        calibration();
        evaluation();
        // Describing a set also checks its values, so each is described whether or not there are two to compare.
        requireUnused(calibrationDigests());
    }
}
