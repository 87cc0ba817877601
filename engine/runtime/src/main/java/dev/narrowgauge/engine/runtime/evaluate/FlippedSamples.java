package dev.narrowgauge.engine.runtime.evaluate;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.proto.engine.FlippedSample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples that the variant answers otherwise than the baseline, by the first output, and the inputs of the first ones, so that a
 * person can look at what was lost. What is kept is bounded, and is of one shape, as an archive of arrays wants it.
 */
final class FlippedSamples {
    private static final int MOST_TOLD = 1000;
    private static final int MOST_KEPT = 256;
    private static final long MOST_BYTES = 8L << 20;
    private static final String LABELS = "labels";

    private final List<FlippedSample> told = new ArrayList<>();
    private final Map<String, Input> kept = new LinkedHashMap<>();
    private final List<Long> labels = new ArrayList<>();
    private int keptSamples;
    private long bytes;

    /** One input of all samples that are kept. */
    private record Input(ElementType type, List<Long> dims, List<ByteString> samples) {
        NpzWriter.Array array(String name) {
            List<Long> all = new ArrayList<>();
            all.add((long) samples.size());
            all.addAll(dims);
            return new NpzWriter.Array(name, type, all, samples);
        }
    }

    /**
     * @param fed number of samples in the tensors; those beyond {@code batch.size()} are padding
     * @param baseline first output
     * @param variant the same of the variant
     */
    void add(Batch batch, int fed, TensorData baseline, TensorData variant) {
        boolean isSampleAfterSample = OutputLayout.of(baseline.dims(), fed, -1).outer() == 1;
        if (!baseline.dims().equals(variant.dims()) || !isSampleAfterSample) {
            return;
        }
        int classes = Comparison.classes(baseline, fed);
        int answers = baseline.elements() / classes / fed;
        boolean areLabelled = batch.labels().size() == batch.size() * answers;
        for (int index = 0; index < batch.size() * answers; index++) {
            long before = Comparison.answer(baseline, index, classes);
            long after = Comparison.answer(variant, index, classes);
            if (before != after) {
                add(batch, fed, index / answers, areLabelled ? batch.labels().get(index) : null, before, after);
                // Of a sample with several answers the first one that differs.
                index = (index / answers + 1) * answers - 1;
            }
        }
    }

    private void add(Batch batch, int fed, int sample, Long label, long before, long after) {
        if (told.size() == MOST_TOLD) {
            return;
        }
        FlippedSample.Builder flipped = FlippedSample.newBuilder()
                .setSample(batch.first() + sample)
                .setBaselineAnswer(before)
                .setVariantAnswer(after)
                .setKept(keep(batch, fed, sample, label));
        if (label != null) {
            flipped.setLabel(label);
        }
        told.add(flipped.build());
    }

    private boolean keep(Batch batch, int fed, int sample, Long label) {
        long size = batch.tensors().stream()
                .mapToLong(input -> input.data().limit() / fed)
                .sum();
        boolean fits = keptSamples < MOST_KEPT
                && bytes + size <= MOST_BYTES
                && batch.tensors().stream().allMatch(input -> isOfOneShape(input, fed));
        if (!fits) {
            return false;
        }
        for (BatchTensor input : batch.tensors()) {
            int each = input.data().limit() / fed;
            kept.computeIfAbsent(
                            input.name(), _ -> new Input(input.elementType(), shape(input, fed), new ArrayList<>()))
                    .samples()
                    .add(ByteString.copyFrom(input.data().slice(sample * each, each)));
        }
        if (label != null) {
            labels.add(label);
        }
        keptSamples++;
        bytes += size;
        return true;
    }

    private boolean isOfOneShape(BatchTensor input, int fed) {
        Input known = kept.get(input.name());
        return NpzWriter.canWrite(input.elementType())
                && (known == null || known.dims().equals(shape(input, fed)));
    }

    /** Of one sample. */
    private static List<Long> shape(BatchTensor input, int fed) {
        List<Long> dims = input.dims();
        return !dims.isEmpty() && dims.getFirst() == fed ? dims.subList(1, dims.size()) : dims;
    }

    /** In order, at most a thousand. */
    List<FlippedSample> told() {
        return told;
    }

    /** Writes the inputs, with labels where all have one; false where none is kept. */
    boolean write(Path file) throws IOException {
        if (keptSamples == 0) {
            return false;
        }
        List<NpzWriter.Array> arrays = new ArrayList<>();
        kept.forEach((name, input) -> arrays.add(input.array(name)));
        if (labels.size() == keptSamples) {
            arrays.add(new NpzWriter.Array(LABELS, ElementType.INT64, List.of((long) keptSamples), List.of(packed())));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzWriter.write(arrays, out);
        }
        return true;
    }

    private ByteString packed() {
        ByteBuffer packed = ByteBuffer.allocate(labels.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        labels.forEach(packed::putLong);
        return ByteString.copyFrom(packed.flip());
    }
}
