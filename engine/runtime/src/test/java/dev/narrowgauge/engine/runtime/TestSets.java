package dev.narrowgauge.engine.runtime;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Samples as ONNX test sets, which are fed one at a time. */
final class TestSets {
    private TestSets() {}

    /** Each sample of the arrays as a set of its own. */
    static Path of(Path arrays, Path target) throws IOException {
        try (SampleSet dataset = SampleSet.open(arrays);
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            List<InputSpec> inputs =
                    dataset.arrays().stream().map(InputSpec::of).toList();
            List<InputSpec> free = inputs.stream()
                    .map(input -> new InputSpec(
                            input.name(),
                            input.elementType(),
                            input.dims().stream().map(_ -> -1L).toList()))
                    .toList();
            try (Batches batches = dataset.bind(free).batches(1)) {
                for (int set = 0; batches.hasNext(); set++) {
                    List<BatchTensor> tensors = batches.next().tensors();
                    for (int input = 0; input < tensors.size(); input++) {
                        write(zip, set, input, tensor(tensors.get(input)));
                    }
                }
            }
        }
        return target;
    }

    static void write(ZipOutputStream zip, int set, int input, TensorProto tensor) throws IOException {
        zip.putNextEntry(new ZipEntry("test_data_set_%d/input_%d.pb".formatted(set, input)));
        tensor.writeTo(zip);
    }

    private static TensorProto tensor(BatchTensor tensor) {
        return Tensors.raw(
                tensor.name(),
                tensor.elementType(),
                ByteString.copyFrom(tensor.data().duplicate()),
                tensor.shape());
    }
}
