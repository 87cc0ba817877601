package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.dataset.files.DecodedSamples;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Samples on disk: an {@code .npz} with one array per model input and maybe {@code labels}, a zip of ONNX
 * {@code test_data_set_*} folders, a folder of images or sounds, or a CSV that lists such files. Only headers are kept;
 * samples are streamed as often as asked for.
 */
public sealed interface SampleSet extends AutoCloseable permits FilesDataset, NpzDataset, TestSetDataset {
    String LABELS = "labels";
    String TABLE_ENDING = ".csv";

    /** An archive; reads headers only. Fails with a DATASET_* code. */
    static SampleSet open(Path file) {
        DatasetArchive archive = DatasetArchive.open(file);
        try {
            return archive.isNpz() ? NpzDataset.of(archive) : TestSetDataset.of(archive);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /**
     * Of any kind. Fails with a DATASET_* or DATA_SETTINGS_* code, or with FILE_NOT_FOUND.
     *
     * @param settings how files become samples; an archive needs none
     * @param model that will be fed
     */
    static SampleSet open(Path location, DataSettings settings, ModelInputs model) {
        return isOfFiles(location) ? new FilesDataset(DecodedSamples.open(location, settings, model)) : open(location);
    }

    /** Whether the samples are files of their own, in a folder or listed in a CSV. */
    static boolean isOfFiles(Path location) {
        return Files.isDirectory(location)
                || location.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(TABLE_ENDING)
                        && Files.isRegularFile(location);
    }

    /** What the samples are read from, in a fixed order. */
    List<SourceFile> files();

    /** The input arrays; in an {@code .npz} the first dimension counts the samples. */
    List<ValueInfo> arrays();

    long samples();

    boolean hasLabels();

    /** Streams the whole set once; fails on damaged data and on values that are NaN or infinite. */
    SampleSummary describe();

    /**
     * The samples as a model wants them fed. An array of the rank of the input holds samples along its first axis and is
     * fed in batches; one of one rank more is a stack of whole inputs, each fed as it is.
     */
    BoundDataset bind(List<InputSpec> inputs);

    @Override
    void close();
}
