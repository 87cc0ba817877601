package dev.narrowgauge.engine.onnx.reduce;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tensors of one run after the other, by the name of the value that each is of. */
public record Samples(List<Map<String, TensorProto>> each) {
    public static final Samples NONE = new Samples(List.of());

    public Samples {
        each = each.stream()
                .map(sample -> Collections.unmodifiableMap(new LinkedHashMap<>(sample)))
                .toList();
    }

    /** The first samples of a dataset, fed one by one unless the inputs ask for more. Fails with a DATASET_* code. */
    public static Samples read(SampleSet dataset, List<InputSpec> inputs, int most) {
        List<Map<String, TensorProto>> samples = new ArrayList<>();
        try (Batches batches = dataset.bind(inputs).batches(1)) {
            while (batches.hasNext() && samples.size() < most) {
                samples.add(copied(batches.next()));
            }
        }
        return new Samples(samples);
    }

    private static Map<String, TensorProto> copied(Batch batch) {
        Map<String, TensorProto> tensors = new LinkedHashMap<>();
        for (BatchTensor tensor : batch.tensors()) {
            ByteString bytes = ByteString.copyFrom(tensor.data().duplicate());
            tensors.put(tensor.name(), Tensors.raw(tensor.name(), tensor.elementType(), bytes, tensor.shape()));
        }
        return tensors;
    }

    public int count() {
        return each.size();
    }

    public boolean isEmpty() {
        return each.isEmpty();
    }

    public long bytes() {
        return each.stream()
                .flatMap(sample -> sample.values().stream())
                .mapToLong(tensor -> tensor.getRawData().size())
                .sum();
    }

    /** Those that have the shapes of the first one, so that each input's tensors make up one array. */
    public Samples ofOneShape() {
        return new Samples(
                each.stream().filter(sample -> isLike(sample, each.getFirst())).toList());
    }

    private static boolean isLike(Map<String, TensorProto> sample, Map<String, TensorProto> other) {
        return sample.entrySet().stream()
                .allMatch(entry -> entry.getValue()
                        .getDimsList()
                        .equals(other.get(entry.getKey()).getDimsList()));
    }

    Samples only(List<Integer> indices) {
        return new Samples(indices.stream().map(each::get).toList());
    }

    Samples only(Set<String> names) {
        return new Samples(each.stream()
                .map(sample -> {
                    Map<String, TensorProto> kept = new LinkedHashMap<>(sample);
                    kept.keySet().retainAll(names);
                    return kept;
                })
                .toList());
    }

    Samples changed(UnaryOperator<TensorProto> change) {
        return new Samples(each.stream()
                .map(sample -> {
                    Map<String, TensorProto> changed = new LinkedHashMap<>();
                    sample.values().stream().map(change).forEach(tensor -> changed.put(tensor.getName(), tensor));
                    return changed;
                })
                .toList());
    }

    /** Fails with DISK_FULL or OUTPUT_NOT_WRITABLE. */
    public void write(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzWriter.write(arrays(), out);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, e),
                    "%s cannot be written: %s".formatted(file, DiskFull.isBehind(e) ? DiskFull.phrase(file) : e),
                    e);
        }
    }

    /**
     * As arrays of an {@code .npz}, samples along the first axis: rows where each is a batch of one, else a stack of whole
     * inputs.
     */
    public List<NpzWriter.Array> arrays() {
        List<NpzWriter.Array> arrays = new ArrayList<>();
        for (String name : isEmpty() ? Set.<String>of() : each.getFirst().keySet()) {
            List<TensorProto> tensors =
                    each.stream().map(sample -> sample.get(name)).toList();
            List<Long> dims = new ArrayList<>(tensors.getFirst().getDimsList());
            if (!dims.isEmpty() && dims.getFirst() == 1) {
                dims.removeFirst();
            }
            dims.addFirst((long) count());
            arrays.add(new NpzWriter.Array(
                    name,
                    TensorValues.elementType(tensors.getFirst()),
                    dims,
                    tensors.stream().map(TensorProto::getRawData).toList()));
        }
        return arrays;
    }
}
