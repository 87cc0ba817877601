package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.PLAIN;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.bind;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.input;
import static dev.narrowgauge.engine.onnx.dataset.MediaFolder.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFilesDataset {
    @TempDir
    private Path directory;

    private Path folder;
    private MediaFolder media;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(directory.resolve("samples"));
        media = new MediaFolder(folder);
    }

    @Test
    void foldersAreClassesThatComeInTurns() throws IOException {
        for (String name : List.of("cat/1.png", "cat/2.png", "cat/deep/3.png", "ant/1.png")) {
            media.gray(name, 2, 2, name.charAt(name.length() - 5));
        }
        Files.writeString(folder.resolve("cat/notes.txt"), "no sample");
        media.gray("cat/.hidden.png", 2, 2, 0);
        assertThat(labels(PLAIN)).containsExactly(0L, 1L, 1L, 1L);
        assertThat(firstValues(PLAIN)).containsExactly((float) '1', (float) '1', (float) '2', (float) '3');
        assertThat(labels(Map.of("image", Map.of("scale", 1), "classes", List.of("dog", "cat", "ant"))))
                .containsExactly(2L, 1L, 1L, 1L);
    }

    @Test
    void foldersWithNumbersForNamesHaveThoseForLabels() throws IOException {
        for (String name : List.of("7/a.png", "10/a.png", "2/a.png")) {
            media.gray(name, 2, 2, 1);
        }
        assertThat(labels(PLAIN)).containsExactly(10L, 2L, 7L);
    }

    @Test
    void tablesListPathsAndLabels() throws IOException {
        media.gray("b.png", 2, 2, 5);
        media.gray("sub/a.png", 2, 2, 6);
        Path table =
                Files.writeString(folder.resolve("some.csv"), "\uFEFFpath,label\r\nb.png,3\r\n\r\n\"sub/a.png\",0\r\n");
        try (SampleSet dataset = open(table, PLAIN)) {
            assertThat(labels(dataset)).containsExactly(3L, 0L);
            assertThat(firstValues(dataset)).containsExactly(5f, 6f);
            assertThat(dataset.describe().maxLabel()).isEqualTo(3);
            assertThat(dataset.files()).hasSize(3).extracting(SourceFile::path).startsWith(table);
        }
        Files.move(table, folder.resolve("labels.csv"));
        assertThat(labels(PLAIN)).containsExactly(3L, 0L);
    }

    @Test
    void sameSamplesHaveTheDigestsOfAnArray() throws IOException {
        media.gray("a.png", 2, 1, 3);
        media.gray("b.png", 2, 1, 4);
        NpzFiles array = new NpzFiles().floats("x", "(2, 1, 1, 2)", 3, 3, 4, 4);
        try (SampleSet first = SampleSet.open(array.write(directory.resolve("a.npz")));
                SampleSet second = open(folder, PLAIN)) {
            assertThat(second.describe().sampleDigests())
                    .isEqualTo(first.describe().sampleDigests());
        }
    }

    @Test
    void samplesOfOneShapeShareBatches() throws IOException {
        for (int i = 0; i < 5; i++) {
            media.gray(i + ".png", 3, 2, i);
        }
        try (SampleSet dataset = open(folder, PLAIN);
                Batches batches = bind(dataset).batches(2)) {
            assertThat(batches.next().tensors().getFirst().shape()).containsExactly(2, 1, 2, 3);
            assertThat(batches.next().size()).isEqualTo(2);
            assertThat(batches.next().tensors().getFirst().shape()).containsExactly(1, 1, 2, 3);
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void samplesOfManyShapesComeOneByOne() throws IOException {
        media.gray("a.png", 6, 2, 1);
        media.gray("b.png", 3, 4, 2);
        media.gray("c.png", 9, 2, 3);
        try (SampleSet dataset = open(folder, PLAIN);
                Batches batches = bind(dataset).batches(8)) {
            assertThat(dataset.arrays().getFirst().dims()).containsExactly(3L, -1L, -1L, -1L);
            assertThat(bind(dataset).requiredBatchSize()).hasValue(1);
            assertThat(batches.next().tensors().getFirst().shape()).containsExactly(1, 1, 2, 6);
            assertThat(batches.next().tensors().getFirst().shape()).containsExactly(1, 1, 4, 3);
            BatchTensor last = batches.next().tensors().getFirst();
            assertThat(last.shape()).containsExactly(1, 1, 2, 9);
            assertThat(last.data().remaining()).isEqualTo(72);
        }
    }

    @Test
    void batchesOfAFixedSizeAreFilledUp() throws IOException {
        for (int i = 0; i < 3; i++) {
            media.gray(i + ".png", 1, 1, i);
        }
        try (SampleSet dataset = open(folder, PLAIN);
                Batches batches =
                        dataset.bind(List.of(input(ElementType.UINT8, 2L))).batches(8)) {
            batches.next();
            Batch last = batches.next();
            assertThat(last.size()).isEqualTo(1);
            byte[] bytes = new byte[2];
            last.tensors().getFirst().data().get(bytes);
            assertThat(bytes).containsExactly(2, 2);
        }
    }

    private List<Long> labels(Map<String, ?> settings) {
        try (SampleSet dataset = open(folder, settings)) {
            return labels(dataset);
        }
    }

    private static List<Long> labels(SampleSet dataset) {
        List<Long> labels = new ArrayList<>();
        try (Batches batches = bind(dataset).batches(3)) {
            batches.forEachRemaining(batch -> labels.addAll(batch.labels()));
        }
        return labels;
    }

    private List<Float> firstValues(Map<String, ?> settings) {
        try (SampleSet dataset = open(folder, settings)) {
            return firstValues(dataset);
        }
    }

    private static List<Float> firstValues(SampleSet dataset) {
        List<Float> values = new ArrayList<>();
        try (Batches batches = bind(dataset).batches(1)) {
            batches.forEachRemaining(
                    batch -> values.add(batch.tensors().getFirst().data().getFloat(0)));
        }
        return values;
    }
}
