package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.engine.onnx.dataset.files.DecodedSamples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Fills one buffer from decoded files, batch after batch. */
final class FilesBatches implements Batches {
    private static final long MAX_BUFFER_BYTES = 1L << 30;

    private final DecodedSamples decoded;
    private final FilesBoundDataset dataset;
    private final int batchSize;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
    private int next;

    FilesBatches(FilesBoundDataset dataset, int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("batch size " + wanted);
        }
        this.decoded = dataset.decoded();
        this.dataset = dataset;
        long bytes = decoded.commonDims().map(this::bytes).orElse(1);
        long fits = Math.max(1, MAX_BUFFER_BYTES / Math.max(1, bytes));
        this.batchSize = dataset.requiredBatchSize().orElse((int) Math.min(Math.min(wanted, fits), decoded.count()));
    }

    @Override
    public boolean hasNext() {
        return next < decoded.count();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the dataset has only " + decoded.count() + " samples");
        }
        int size = Math.min(batchSize, decoded.count() - next);
        int fed = dataset.requiredBatchSize().orElse(size);
        List<Long> dims = new ArrayList<>(decoded.dims(next));
        ByteBuffer data = filled(size, fed, bytes(dims));
        if (decoded.hasBatch()) {
            dims.addFirst((long) fed);
        }
        List<Long> labels = new ArrayList<>();
        for (int sample = next; sample < next + size; sample++) {
            decoded.label(sample).ifPresent(labels::add);
        }
        InputSpec input = dataset.input();
        Batch batch =
                new Batch(next, size, List.of(new BatchTensor(input.name(), input.elementType(), dims, data)), labels);
        next += size;
        return batch;
    }

    @Override
    public void close() {
        buffer = ByteBuffer.allocateDirect(0);
    }

    /** @param fed samples, of which those beyond the size repeat the last one */
    private ByteBuffer filled(int size, int fed, int sampleBytes) {
        int bytes = Math.multiplyExact(sampleBytes, fed);
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(Math.max(bytes, Math.multiplyExact(sampleBytes, batchSize)))
                    .order(LITTLE_ENDIAN);
        }
        buffer.clear();
        for (int i = 0; i < fed; i++) {
            decoded.read(next + Math.min(i, size - 1), dataset.input().elementType(), buffer);
        }
        buffer.flip();
        return bytes == buffer.capacity() ? buffer : buffer.slice().order(LITTLE_ENDIAN);
    }

    private int bytes(List<Long> dims) {
        return FilesDataset.bytes(dataset.input().elementType(), dims);
    }
}
