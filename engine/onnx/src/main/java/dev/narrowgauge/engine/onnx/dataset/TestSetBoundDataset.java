package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_INPUT_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_TYPE_MISMATCH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/** ONNX test sets matched to the inputs of a model: by name, and where a tensor has another name by its number. */
record TestSetBoundDataset(TestSetDataset dataset, List<InputSpec> inputs) implements BoundDataset {
    TestSetBoundDataset {
        inputs = List.copyOf(inputs);
    }

    static TestSetBoundDataset bind(TestSetDataset dataset, List<InputSpec> inputs) {
        TestSetBoundDataset bound = new TestSetBoundDataset(dataset, inputs);
        bound.match(dataset.folders().getFirst());
        return bound;
    }

    @Override
    public long samples() {
        return dataset.samples();
    }

    @Override
    public boolean hasLabels() {
        return false;
    }

    @Override
    public OptionalInt requiredBatchSize() {
        return OptionalInt.of(1);
    }

    @Override
    public Map<String, List<Long>> typicalShapes(LongStream among) {
        List<List<ValueInfo>> sets = dataset.descriptions();
        int typical = TypicalSample.of(
                among, set -> sets.get(set).stream().map(ValueInfo::dims).toList());
        List<TensorProto> tensors = match(dataset.folders().get(typical));
        Map<String, List<Long>> shapes = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            shapes.put(inputs.get(i).name(), tensors.get(i).getDimsList());
        }
        return shapes;
    }

    @Override
    public Batches batches(int batchSize) {
        return new Pass();
    }

    @Override
    public void checkLabels(long classCount) {
        // test sets have expected outputs, not labels
    }

    /** The tensors of a folder in the order of the inputs. */
    private List<TensorProto> match(TestSetDataset.Folder folder) {
        List<TensorProto> tensors = dataset.read(folder);
        List<TensorProto> matched = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            InputSpec input = inputs.get(i);
            TensorProto tensor = tensors.stream()
                    .filter(candidate -> candidate.getName().equals(input.name()))
                    .findFirst()
                    .orElse(i < tensors.size() ? tensors.get(i) : null);
            if (tensor == null) {
                List<String> names = tensors.stream().map(TensorProto::getName).toList();
                throw new NarrowgaugeException(
                        DATASET_INPUT_MISSING,
                        "The model's input '" + input.name() + "' is not in test_data_set_" + folder.number() + " of '"
                                + dataset.name() + "', which has " + names + "; add input_" + i + ".pb.");
            }
            check(folder, input, TestSetDataset.describe(tensor));
            matched.add(tensor);
        }
        return matched;
    }

    private void check(TestSetDataset.Folder folder, InputSpec input, ValueInfo tensor) {
        String where = "test_data_set_" + folder.number() + " of '" + dataset.name() + "'";
        if (tensor.elementType() != input.elementType()) {
            throw new NarrowgaugeException(
                    DATASET_TYPE_MISMATCH,
                    "Input '" + input.name() + "' is of type "
                            + input.elementType().lowerCaseName() + ", but " + where + " has "
                            + tensor.elementType().lowerCaseName() + "; write the file again with that type.");
        }
        if (!input.dims().isEmpty() && !input.accepts(tensor.dims(), 0)) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "Input '" + input.name() + "' has shape " + input.dims() + " (-1: any), but " + where + " has "
                            + tensor.dims() + "; each input file must hold one whole input.");
        }
    }

    private final class Pass implements Batches {
        private final Map<String, ByteBuffer> buffers = new HashMap<>();
        private int next;

        @Override
        public boolean hasNext() {
            return next < dataset.folders().size();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the dataset has only " + samples() + " samples");
            }
            List<TensorProto> tensors = match(dataset.folders().get(next));
            List<BatchTensor> batch = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                InputSpec input = inputs.get(i);
                batch.add(new BatchTensor(
                        input.name(),
                        input.elementType(),
                        tensors.get(i).getDimsList(),
                        copy(input.name(), dataset.values(tensors.get(i)))));
            }
            return new Batch(next++, 1, batch, List.of());
        }

        @Override
        public void close() {
            buffers.clear();
        }

        private ByteBuffer copy(String name, ByteBuffer values) {
            ByteBuffer buffer = buffers.get(name);
            if (buffer == null || buffer.capacity() != values.remaining()) {
                buffer = ByteBuffer.allocateDirect(values.remaining()).order(LITTLE_ENDIAN);
                buffers.put(name, buffer);
            }
            return buffer.clear().put(values).flip();
        }
    }
}
