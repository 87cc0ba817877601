package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Batches of some samples of a dataset, copied together out of batches of the whole. */
final class SelectedBatches implements Batches {
    private final SelectedBoundDataset dataset;
    private final Batches whole;
    private final int batchSize;
    private final Map<String, ByteBuffer> buffers = new HashMap<>();
    private Batch source;
    private int next;

    SelectedBatches(SelectedBoundDataset dataset, int wanted) {
        this.dataset = dataset;
        this.whole = dataset.whole().batches(wanted);
        this.source = whole.next();
        // The whole set may give fewer at a time than were asked for.
        this.batchSize = dataset.requiredBatchSize().orElse((int) Math.min(source.size(), dataset.samples()));
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
        int first = next;
        List<Long> labels = new ArrayList<>();
        List<BatchTensor> tensors = List.of();
        int size = 0;
        while (size < batchSize && hasNext()) {
            advance();
            tensors = take(size, labels);
            next++;
            size++;
        }
        return new Batch(first, size, filled(tensors, size), labels);
    }

    /** To the batch of the whole that has the next sample. */
    private void advance() {
        long wanted = dataset.indices()[next];
        while (source.first() + source.size() <= wanted) {
            source = whole.next();
        }
    }

    private List<BatchTensor> take(int place, List<Long> labels) {
        int row = (int) (dataset.indices()[next] - source.first());
        int labelsEach = source.labels().size() / source.size();
        labels.addAll(source.labels().subList(row * labelsEach, (row + 1) * labelsEach));
        return source.tensors().stream().map(tensor -> copy(tensor, row, place)).toList();
    }

    private BatchTensor copy(BatchTensor tensor, int row, int place) {
        if (isPassedOn()) {
            return tensor;
        }
        int bytes = tensor.data().limit() / rows();
        ByteBuffer buffer = buffers.computeIfAbsent(
                tensor.name(),
                name -> ByteBuffer.allocateDirect(Math.multiplyExact(bytes, batchSize))
                        .order(LITTLE_ENDIAN));
        buffer.put(place * bytes, tensor.data(), row * bytes, bytes);
        return new BatchTensor(tensor.name(), tensor.elementType(), tensor.dims(), buffer);
    }

    /** One sample at a time, as where inputs are whole, is handed on as it is. */
    private boolean isPassedOn() {
        return batchSize == 1 && rows() == 1;
    }

    /** Rows in the tensors of the source, with those that fill it up. */
    private int rows() {
        return dataset.requiredBatchSize().orElse(source.size());
    }

    /** With the number of samples that there are, or the last one repeated where the model takes no fewer. */
    private List<BatchTensor> filled(List<BatchTensor> tensors, int size) {
        if (isPassedOn()) {
            return tensors;
        }
        boolean fixed = dataset.requiredBatchSize().isPresent();
        return tensors.stream()
                .map(tensor -> fixed ? padded(tensor, size) : cut(tensor, size))
                .toList();
    }

    private BatchTensor padded(BatchTensor tensor, int size) {
        int bytes = tensor.data().capacity() / batchSize;
        for (int i = size; i < batchSize; i++) {
            tensor.data().put(i * bytes, tensor.data(), (size - 1) * bytes, bytes);
        }
        return tensor;
    }

    private BatchTensor cut(BatchTensor tensor, int size) {
        int bytes = tensor.data().capacity() / batchSize * size;
        List<Long> dims = new ArrayList<>(tensor.dims());
        dims.set(0, (long) size);
        ByteBuffer data = bytes == tensor.data().capacity()
                ? tensor.data()
                : tensor.data().slice(0, bytes).order(LITTLE_ENDIAN);
        return new BatchTensor(tensor.name(), tensor.elementType(), dims, data);
    }

    @Override
    public void close() {
        whole.close();
    }
}
