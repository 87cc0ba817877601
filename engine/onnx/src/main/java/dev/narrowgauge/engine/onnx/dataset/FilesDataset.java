package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.engine.onnx.dataset.files.DecodedSamples;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.LongSummaryStatistics;

/** Images or sounds in a folder, or listed in a CSV, for one input of a model. */
record FilesDataset(DecodedSamples decoded) implements SampleSet {
    @Override
    public List<ValueInfo> arrays() {
        return List.of(decoded.description());
    }

    @Override
    public long samples() {
        return decoded.count();
    }

    @Override
    public boolean hasLabels() {
        return decoded.hasLabels();
    }

    @Override
    public List<SourceFile> files() {
        return decoded.files();
    }

    @Override
    public SampleSummary describe() {
        SampleDigests digests = new SampleDigests(decoded.name());
        ValueInfo array = decoded.description();
        ElementType type = array.elementType();
        LongSummaryStatistics range = new LongSummaryStatistics();
        for (int sample = 0; sample < decoded.count(); sample++) {
            byte[] bytes = new byte[bytes(type, decoded.dims(sample))];
            decoded.read(sample, type, ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN));
            digests.add(array.name(), type, bytes, bytes.length);
            digests.endSample();
            decoded.label(sample).ifPresent(range::accept);
        }
        return SampleSummary.of(this, range, digests);
    }

    @Override
    public BoundDataset bind(List<InputSpec> inputs) {
        return FilesBoundDataset.bind(decoded, inputs);
    }

    @Override
    public void close() {
        decoded.close();
    }

    static int bytes(ElementType type, List<Long> dims) {
        return Math.toIntExact(type.byteCount(dims.stream().reduce(1L, Math::multiplyExact)));
    }
}
