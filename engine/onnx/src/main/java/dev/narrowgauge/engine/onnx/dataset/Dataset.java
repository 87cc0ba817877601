package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.engine.onnx.model.TensorDescription;
import java.nio.file.Path;
import java.util.List;

/**
 * Samples on disk: an {@code .npz} with one array per model input and maybe {@code labels}, or a zip of ONNX
 * {@code test_data_set_*} folders. Only headers are kept; samples are streamed as often as asked for.
 */
public sealed interface Dataset extends AutoCloseable permits NpzDataset, TestSetDataset {
    String LABELS = "labels";

    /** Reads headers only. Fails with a DATASET_* code. */
    static Dataset open(Path file) {
        DatasetArchive archive = DatasetArchive.open(file);
        try {
            return archive.isNpz() ? NpzDataset.of(archive) : TestSetDataset.of(archive);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** The input arrays; in an {@code .npz} the first dimension counts the samples. */
    List<TensorDescription> arrays();

    long samples();

    boolean hasLabels();

    /** Streams the whole set once; fails on damaged data and on values that are NaN or infinite. */
    DatasetDescription describe();

    /**
     * The samples as a model wants them fed. An array of the rank of the input holds samples along its first axis and is
     * fed in batches; one of one rank more is a stack of whole inputs, each fed as it is.
     */
    BoundDataset bind(List<InputSpec> inputs);

    @Override
    void close();
}
