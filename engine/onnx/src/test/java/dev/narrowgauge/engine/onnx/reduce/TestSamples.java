package dev.narrowgauge.engine.onnx.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSamples {
    private static final List<ElementType> TYPES =
            Arrays.stream(ElementType.values()).filter(NpzWriter::canWrite).toList();

    @TempDir
    private Path directory;

    /** Rows of batches of one, stacks of whole inputs and single numbers, side by side, of every type. */
    @Test
    void comeBackAsTheyWereWritten() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Map<String, long[]> shapes = new LinkedHashMap<>();
            shapes.put("row", new long[] {1, 1 + random.nextInt(4), 3});
            shapes.put("whole", new long[] {2 + random.nextInt(4), 3});
            shapes.put("number", new long[0]);
            Map<String, ElementType> types = new LinkedHashMap<>();
            shapes.keySet().forEach(name -> types.put(name, TYPES.get(random.nextInt(TYPES.size()))));
            List<Map<String, TensorProto>> each = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                Map<String, TensorProto> sample = new LinkedHashMap<>();
                shapes.forEach((name, dims) -> sample.put(name, tensor(name, types.get(name), dims, random)));
                each.add(sample);
            }
            Samples samples = new Samples(each);
            Path file = directory.resolve(seed + ".npz");
            samples.write(file);
            List<InputSpec> inputs = shapes.entrySet().stream()
                    .map(entry -> new InputSpec(
                            entry.getKey(),
                            types.get(entry.getKey()),
                            Arrays.stream(entry.getValue()).boxed().toList()))
                    .toList();
            try (SampleSet dataset = SampleSet.open(file)) {
                assertThat(Samples.read(dataset, inputs, 100))
                        .as("seed %d", seed)
                        .isEqualTo(samples);
                assertThat(Samples.read(dataset, inputs, 1).count()).isEqualTo(1);
            }
        }
    }

    private static TensorProto tensor(String name, ElementType type, long[] dims, Random random) {
        int elements = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[(int) type.byteCount(elements)];
        random.nextBytes(bytes);
        return Tensors.raw(name, type, ByteString.copyFrom(bytes), dims);
    }
}
