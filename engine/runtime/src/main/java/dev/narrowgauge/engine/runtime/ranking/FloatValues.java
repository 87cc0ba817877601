package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the float model computed for some samples, as far as it is needed again.
 *
 * @param batches the values of each batch by name
 * @param samples in all of them together
 */
record FloatValues(List<Map<String, TensorData>> batches, int samples) {
    FloatValues {
        batches = List.copyOf(batches);
    }

    /** Of one run, in memory that the next run leaves alone. */
    static Map<String, TensorData> copy(Map<String, TensorData> values, Arena arena) {
        Map<String, TensorData> copies = new LinkedHashMap<>();
        values.forEach((name, value) -> copies.put(name, value.copied(arena)));
        return copies;
    }

    static long bytes(Map<String, TensorData> values) {
        return values.values().stream()
                .mapToLong(value -> value.bytes().capacity())
                .sum();
    }

    /** As inputs of a model. A length that is not the same in all batches is left open. */
    List<ValueInfoProto> declarations(Collection<String> names) {
        return names.stream().map(this::declaration).toList();
    }

    /** Of what was computed from one batch: with its lengths where those of all batches are the same, else with open ones. */
    ValueInfoProto declarationLike(String name, TensorData value) {
        boolean oneShape = batches.stream()
                .allMatch(batch -> batch.entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                .dims()
                                .equals(batches.getFirst().get(entry.getKey()).dims())));
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long length : value.dims()) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (oneShape) {
                dimension.setDimValue(length);
            }
        }
        return declaration(name, elementType(value), shape.build());
    }

    ValueInfoProto declaration(String name) {
        List<TensorData> values = batches.stream().map(batch -> batch.get(name)).toList();
        TensorData first = values.getFirst();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < first.dims().size(); i++) {
            int axis = i;
            boolean same = values.stream()
                    .allMatch(value ->
                            Objects.equals(value.dims().get(axis), first.dims().get(axis)));
            shape.addDim(
                    same
                            ? TensorShapeProto.Dimension.newBuilder()
                                    .setDimValue(first.dims().get(i))
                            : TensorShapeProto.Dimension.newBuilder());
        }
        return declaration(name, elementType(first), shape.build());
    }

    static ValueInfoProto declaration(String name, ElementType type, TensorShapeProto shape) {
        ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
        info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number()).setShape(shape);
        return info.build();
    }

    /** Some of one batch, to be fed. */
    static Batch feed(Map<String, TensorData> values, Collection<String> names) {
        List<BatchTensor> tensors = new ArrayList<>();
        for (String name : names) {
            // What ONNX Runtime allocated was copied to the heap, which it does not read from.
            TensorData value = values.get(name).bytes().isDirect()
                    ? values.get(name)
                    : values.get(name).copied();
            tensors.add(new BatchTensor(name, elementType(value), value.dims(), value.bytes()));
        }
        return new Batch(0, 1, tensors, List.of());
    }

    static ElementType elementType(TensorData value) {
        return ElementType.valueOf(value.type().name());
    }
}
