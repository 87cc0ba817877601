package dev.narrowgauge.engine.onnx.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestNpzDataset {
    private static final List<InputSpec> DIGITS =
            List.of(new InputSpec("image", ElementType.FLOAT, List.of(-1L, 1L, 8L, 8L)));

    @TempDir
    private Path directory;

    @Test
    void demoSetsAreWhatTheirReadmeSays() {
        try (SampleSet calibration = SampleSet.open(SampleFiles.demo("digits-calibration.npz"));
                SampleSet evaluation = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"))) {
            SampleSummary first = calibration.describe();
            SampleSummary second = evaluation.describe();

            assertThat(first.tensors())
                    .containsExactly(new ValueInfo("image", ElementType.FLOAT, List.of(256L, 1L, 8L, 8L)));
            assertThat(first.samples()).isEqualTo(256);
            assertThat(first.hasLabels()).isFalse();
            assertThat(second.samples()).isEqualTo(797);
            assertThat(second.minLabel()).isZero();
            assertThat(second.maxLabel()).isEqualTo(9);
            assertThat(first.sampleDigests()).hasSize(256).isSorted();
            assertThat(first.sampleDigests()).doesNotContainAnyElementsOf(second.sampleDigests());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.narrowgauge.engine.onnx.SampleFiles#datasets")
    void everySampleSetIsReadToItsEnd(Path file) {
        try (SampleSet dataset = SampleSet.open(file)) {
            SampleSummary description = dataset.describe();
            assertThat(description.sampleDigests()).hasSize((int) dataset.samples());
            List<InputSpec> specs = dataset.arrays().stream().map(InputSpec::of).toList();
            assertThat(specs).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 256, 1000})
    void batchesHoldEverySampleOnceInOrder(int batchSize) {
        try (SampleSet dataset = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"));
                Batches one = dataset.bind(DIGITS).batches(1);
                Batches many = dataset.bind(DIGITS).batches(batchSize)) {
            while (many.hasNext()) {
                Batch batch = many.next();
                BatchTensor tensor = batch.tensors().getFirst();
                assertThat(tensor.shape()).containsExactly(batch.size(), 1, 8, 8);
                assertThat(tensor.data().isDirect()).isTrue();
                assertThat(tensor.data().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
                assertThat(tensor.data().remaining()).isEqualTo(batch.size() * 256);
                for (int i = 0; i < batch.size(); i++) {
                    Batch single = one.next();
                    assertThat(single.first()).isEqualTo(batch.first() + i);
                    assertThat(single.labels()).containsExactly(batch.labels().get(i));
                    assertThat(tensor.data().slice(i * 256, 256))
                            .isEqualTo(single.tensors().getFirst().data());
                }
            }
            assertThat(one.hasNext()).isFalse();
        }
    }

    @Test
    void buffersAreReusedFromBatchToBatch() {
        try (SampleSet dataset = SampleSet.open(SampleFiles.demo("digits-evaluation.npz"));
                Batches batches = dataset.bind(DIGITS).batches(100)) {
            ByteBuffer first = batches.next().tensors().getFirst().data();
            assertThat(batches.next().tensors().getFirst().data()).isSameAs(first);
        }
    }

    @Test
    void modelOfFixedBatchSizeIsFedFullBatches() throws IOException {
        NpzFiles files = new NpzFiles().floats("x", "(3, 2)", 1, 2, 3, 4, 5, 6).longs("labels", "(3,)", 7, 8, 9);
        try (SampleSet dataset = SampleSet.open(files.write(directory.resolve("fixed.npz")))) {
            BoundDataset bound = dataset.bind(List.of(new InputSpec("x", ElementType.FLOAT, List.of(2L, 2L))));
            List<Batch> batches = new ArrayList<>();
            List<List<Float>> values = new ArrayList<>();
            try (Batches pass = bound.batches(1)) {
                pass.forEachRemaining(batch -> {
                    batches.add(batch);
                    values.add(floats(batch.tensors().getFirst()));
                });
            }
            assertThat(bound.requiredBatchSize()).hasValue(2);
            assertThat(batches).extracting(Batch::size).containsExactly(2, 1);
            assertThat(batches).extracting(Batch::labels).containsExactly(List.of(7L, 8L), List.of(9L));
            assertThat(values).containsExactly(List.of(1f, 2f, 3f, 4f), List.of(5f, 6f, 5f, 6f));
        }
    }

    @Test
    void arrayOfOneRankMoreIsAStackOfWholeInputs() throws IOException {
        NpzFiles files = new NpzFiles()
                .floats("x", "(2, 3, 1)", 1, 2, 3, 4, 5, 6)
                .floats("threshold", "(2,)", 7, 8)
                .longs("labels", "(2, 3)", 0, 1, 0, 1, 0, 1)
                .stored();
        try (SampleSet dataset = SampleSet.open(files.write(directory.resolve("stack.npz")))) {
            BoundDataset bound = dataset.bind(List.of(
                    new InputSpec("x", ElementType.FLOAT, List.of(-1L, 1L)),
                    new InputSpec("threshold", ElementType.FLOAT, List.of())));
            try (Batches pass = bound.batches(16)) {
                Batch first = pass.next();
                assertThat(first.tensors().get(0).shape()).containsExactly(3, 1);
                assertThat(floats(first.tensors().get(0))).containsExactly(1f, 2f, 3f);
                assertThat(first.tensors().get(1).shape()).isEmpty();
                assertThat(floats(first.tensors().get(1))).containsExactly(7f);
                assertThat(first.labels()).containsExactly(0L, 1L, 0L);
                assertThat(floats(pass.next().tensors().get(0))).containsExactly(4f, 5f, 6f);
                assertThat(pass.hasNext()).isFalse();
            }
        }
    }

    @Test
    void digestIsOverInputsInOrderOfName() throws IOException, NoSuchAlgorithmException {
        NpzFiles files = new NpzFiles()
                .longs("b", "(1, 1)", 0x1122)
                .floats("a", "(1, 1)", 0.5f)
                .longs("labels", "(1,)", 3);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(new byte[] {0, 0, 0, 0x3F, 0x22, 0x11, 0, 0, 0, 0, 0, 0});
        try (SampleSet dataset = SampleSet.open(files.write(directory.resolve("digest.npz")))) {
            assertThat(dataset.describe().sampleDigests())
                    .containsExactly(ByteBuffer.wrap(sha256.digest()).getLong());
        }
    }

    private static List<Float> floats(BatchTensor tensor) {
        List<Float> values = new ArrayList<>();
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            values.add(data.getFloat());
        }
        return values;
    }
}
