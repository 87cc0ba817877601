package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_EMPTY;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.stream.Stream;

/** An {@code .npz}: one array per input and maybe labels, the first axis of each counting the samples. */
final class NpzDataset implements SampleSet {
    private static final int BLOCK_BYTES = 1 << 18;

    private final DatasetArchive archive;
    private final List<NpzArray> inputs;
    private final Optional<Labels> labels;

    private NpzDataset(DatasetArchive archive, List<NpzArray> inputs, Optional<Labels> labels) {
        this.archive = archive;
        this.inputs = inputs;
        this.labels = labels;
    }

    static NpzDataset of(DatasetArchive archive) {
        List<NpzArray> arrays = archive.entries().stream()
                .filter(NpzArray::isArray)
                .map(entry -> NpzArray.open(archive, entry))
                .sorted(Comparator.comparing(NpzArray::name))
                .toList();
        List<NpzArray> inputs =
                arrays.stream().filter(array -> !array.name().equals(LABELS)).toList();
        if (inputs.isEmpty()) {
            throw new NarrowgaugeException(
                    DATASET_EMPTY,
                    "'" + archive.name() + "' has labels but no input array; save one array per model input.");
        }
        Optional<Labels> labels = arrays.stream()
                .filter(array -> array.name().equals(LABELS))
                .findFirst()
                .map(Labels::new);
        NpzDataset dataset = new NpzDataset(archive, inputs, labels);
        dataset.checkSampleCounts();
        return dataset;
    }

    @Override
    public List<ValueInfo> arrays() {
        return inputs.stream().map(NpzArray::description).toList();
    }

    @Override
    public long samples() {
        return inputs.getFirst().samples();
    }

    @Override
    public boolean hasLabels() {
        return labels.isPresent();
    }

    @Override
    public List<SourceFile> files() {
        return List.of(SourceFile.unlabelled(archive.path()));
    }

    @Override
    public SampleSummary describe() {
        SampleDigests digests = digestAll();
        LongSummaryStatistics range = new LongSummaryStatistics();
        labels.ifPresent(present -> present.forEach(range::accept));
        return SampleSummary.of(this, range, digests);
    }

    /** Of the samples in their order; two that are the same have the same. */
    long[] digests() {
        return digestAll().inOrder();
    }

    /** All arrays, inputs and those that say something. */
    List<NpzArray> all() {
        return Stream.concat(inputs.stream(), labels.map(Labels::array).stream())
                .toList();
    }

    /** A number for each sample; empty where there is no such array, or one of something else. */
    Optional<long[]> numbers(String name) {
        return all().stream()
                .filter(array ->
                        array.name().equals(name) && array.elementType().isInteger() && array.elementsPerSample() == 1)
                .findFirst()
                .map(TruthArrays::numbersOf);
    }

    private SampleDigests digestAll() {
        SampleDigests digests = new SampleDigests(archive.name());
        List<NpyStream> streams = new ArrayList<>();
        List<NpzArray> digested = digested();
        try {
            digested.forEach(array -> streams.add(array.stream()));
            byte[] block = new byte[BLOCK_BYTES];
            for (long sample = 0; sample < samples(); sample++) {
                for (int i = 0; i < digested.size(); i++) {
                    addSample(digested.get(i), streams.get(i), block, digests);
                }
                digests.endSample();
            }
        } finally {
            streams.forEach(NpyStream::close);
        }
        return digests;
    }

    /** Two sets share a sample whatever each says of it; arrays that say something are inputs only where there are no others. */
    private List<NpzArray> digested() {
        List<NpzArray> fed =
                inputs.stream().filter(array -> !TruthArrays.isOne(array)).toList();
        return fed.isEmpty() ? inputs : fed;
    }

    @Override
    public BoundDataset bind(List<InputSpec> specs) {
        return NpzBoundDataset.bind(archive.name(), inputs, labels, specs);
    }

    @Override
    public void close() {
        archive.close();
    }

    private static void addSample(NpzArray array, NpyStream stream, byte[] block, SampleDigests digests) {
        for (int left = array.sampleBytes(); left > 0; left -= Math.min(left, block.length)) {
            int length = Math.min(left, block.length);
            stream.read(block, length);
            digests.add(array.name(), array.elementType(), block, length);
        }
    }

    private void checkSampleCounts() {
        for (NpzArray array : inputs) {
            if (array.samples() != samples()) {
                throw new NarrowgaugeException(
                        DATASET_SHAPE_MISMATCH,
                        "The arrays of '" + archive.name() + "' differ in samples: '"
                                + inputs.getFirst().name() + "' has " + samples() + ", '" + array.name() + "' has "
                                + array.samples() + "; their first axes must be equal.");
            }
        }
        labels.ifPresent(present -> present.checkSamples(samples()));
    }
}
