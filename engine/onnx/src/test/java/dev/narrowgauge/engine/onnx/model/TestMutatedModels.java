package dev.narrowgauge.engine.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.Mutations;
import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the bytes of a model, reading it gives a model or a MODEL_* code, soon. */
class TestMutatedModels {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Map<ErrorCode, Integer> outcomes = new EnumMap<>(ErrorCode.class);
    private int survivors;

    @TempDir
    private Path directory;

    @Test
    void mutatedSmallModels() {
        long seed = System.nanoTime();
        check(seed, 4000, SmallModels.branches().build().toByteArray());
        check(seed, 2000, SmallModels.add().build().toByteArray());
        assertThat(outcomes).containsKeys(ErrorCode.MODEL_INVALID, ErrorCode.MODEL_TRUNCATED, ErrorCode.MODEL_NOT_ONNX);
        assertThat(survivors).isPositive();
    }

    @Test
    void mutatedStructureOfRealModel() {
        check(System.nanoTime(), 3000, withoutWeights(SampleFiles.demo("digits-resnet.onnx")));
    }

    @Test
    void mutatedRealModel() throws IOException {
        check(System.nanoTime(), 300, Files.readAllBytes(SampleFiles.demo("digits-cnn.onnx")));
    }

    @Test
    void mutatedExternalDataReferences() throws IOException {
        Files.write(directory.resolve("w.data"), new byte[64]);
        check(
                System.nanoTime(),
                2000,
                SmallModels.withWeight(SmallModels.external("w.data", "4", "8"))
                        .build()
                        .toByteArray());
    }

    @Test
    void mutatedArchives() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("model.onnx"));
            zip.write(SmallModels.withWeight(SmallModels.external("w.data", "4", "8"))
                    .build()
                    .toByteArray());
            zip.putNextEntry(new ZipEntry("w.data"));
            zip.write(new byte[64]);
        }
        check(System.nanoTime(), 300, bytes.toByteArray(), this::readArchive);
    }

    /** Weights of one element each: what is left of the file is structure, which mutations then hit. */
    private static byte[] withoutWeights(Path file) {
        ModelProto model = OnnxModelReader.read(file).proto();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            tensor.clearDims().setDataType(ElementType.INT8.number()).setRawData(ByteString.copyFrom(new byte[1]));
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    private void check(long seed, int cases, byte[] valid) {
        check(seed, cases, valid, bytes -> {
            ModelProto model = OnnxModelReader.parse("mutated.onnx", ByteString.copyFrom(bytes));
            OnnxModelValidator.validate(new OnnxModel(model, directory));
            return new OnnxModel(model, directory);
        });
    }

    private void check(long seed, int cases, byte[] valid, Function<byte[], OnnxModel> reader) {
        System.out.println("seed " + seed);
        Mutations mutations = new Mutations(seed);
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutations.mutate(valid);
            long start = System.nanoTime();
            read(seed, i, bytes, reader);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        }
        System.out.println(survivors + " read, refused: " + outcomes);
    }

    private void read(long seed, int index, byte[] bytes, Function<byte[], OnnxModel> reader) {
        try {
            OnnxModel model = reader.apply(bytes);
            // What the reader lets pass must not fail later in our own code.
            assertThat(model.describe().nodeCount()).isNotNegative();
            assertThat(ModelSize.of(model.inlined().proto())).isPositive();
            survivors++;
        } catch (NarrowgaugeException e) {
            assertThat(e.code().name()).startsWith("MODEL_");
            assertThat(e.getMessage()).hasSizeLessThan(20_000);
            outcomes.merge(e.code(), 1, Integer::sum);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail("case " + index + " of seed " + seed, e);
        }
    }

    private OnnxModel readArchive(byte[] bytes) {
        try {
            Path file = Files.write(directory.resolve("mutated.zip"), bytes);
            return OnnxModelReader.read(file, directory.resolve("work"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
