package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Fills one buffer per input from the streams of its array, batch after batch. */
final class NpzBatches implements Batches {
    private static final int BLOCK_BYTES = 1 << 18;
    private static final long MAX_BUFFER_BYTES = 1L << 30;

    private final NpzBoundDataset dataset;
    private final int batchSize;
    private final List<Source> sources = new ArrayList<>();
    private final Optional<Labels.Pass> labels;
    private final byte[] block = new byte[BLOCK_BYTES];
    private long next;

    private NpzBatches(NpzBoundDataset dataset, int batchSize) {
        this.dataset = dataset;
        this.batchSize = batchSize;
        dataset.bindings().forEach(binding -> sources.add(Source.open(binding, batchSize)));
        this.labels = dataset.labels().map(Labels::pass);
    }

    static NpzBatches open(NpzBoundDataset dataset, int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("batch size " + wanted);
        }
        long largest = dataset.bindings().stream()
                .mapToLong(binding -> binding.array().sampleBytes())
                .max()
                .orElse(1);
        long fits = Math.max(1, MAX_BUFFER_BYTES / Math.max(1, largest));
        if (dataset.requiredBatchSize().orElse(1) > fits) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "The model takes batches of " + dataset.requiredBatchSize().getAsInt() + " samples of " + largest
                            + " bytes, more than the " + MAX_BUFFER_BYTES + " bytes of one input.");
        }
        int size = (int) Math.min(Math.min(wanted, fits), dataset.samples());
        return new NpzBatches(dataset, dataset.requiredBatchSize().orElse(size));
    }

    @Override
    public boolean hasNext() {
        return next < dataset.samples();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the dataset has only " + dataset.samples() + " samples");
        }
        int size = (int) Math.min(batchSize, dataset.samples() - next);
        int fed = dataset.requiredBatchSize().orElse(size);
        List<BatchTensor> tensors =
                sources.stream().map(source -> source.tensor(size, fed, block)).toList();
        List<Long> labelsOfBatch = labels.map(pass -> pass.ofSamples(size)).orElse(List.of());
        Batch batch = new Batch(next, size, tensors, labelsOfBatch);
        next += size;
        return batch;
    }

    @Override
    public void close() {
        sources.forEach(source -> source.stream.close());
        labels.ifPresent(Labels.Pass::close);
    }

    private record Source(NpzBoundDataset.Binding binding, NpyStream stream, ByteBuffer buffer) {
        private static Source open(NpzBoundDataset.Binding binding, int batchSize) {
            int bytes = Math.multiplyExact(binding.array().sampleBytes(), batchSize);
            ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(LITTLE_ENDIAN);
            return new Source(binding, binding.array().stream(), buffer);
        }

        private BatchTensor tensor(int size, int fed, byte[] block) {
            int sampleBytes = binding.array().sampleBytes();
            buffer.clear();
            for (int left = size * sampleBytes; left > 0; left -= Math.min(left, block.length)) {
                int length = Math.min(left, block.length);
                stream.read(block, length);
                buffer.put(block, 0, length);
            }
            for (int i = size; i < fed; i++) {
                buffer.put(buffer.position(), buffer, (size - 1) * sampleBytes, sampleBytes);
                buffer.position(buffer.position() + sampleBytes);
            }
            buffer.flip();
            ByteBuffer data = buffer.limit() == buffer.capacity()
                    ? buffer
                    : buffer.slice().order(LITTLE_ENDIAN);
            return new BatchTensor(binding.input().name(), binding.input().elementType(), binding.dims(fed), data);
        }
    }
}
