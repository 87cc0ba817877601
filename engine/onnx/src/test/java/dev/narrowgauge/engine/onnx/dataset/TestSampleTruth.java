package dev.narrowgauge.engine.onnx.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSampleTruth {
    private static final List<InputSpec> ONE = List.of(new InputSpec("x", ElementType.FLOAT, List.of(-1L, 2L)));

    @TempDir
    private Path directory;

    @Test
    void arraysSayWhatIsRightAndWhatBelongsTogether() throws IOException {
        try (SampleSet dataset = SampleSet.open(everything().write(directory.resolve("a.npz")))) {
            SampleTruth truth = dataset.bind(ONE).truth();

            assertThat(truth.targets()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(truth.targetDims()).containsExactly(2L);
            assertThat(truth.targetsPerSample()).isEqualTo(2);
            assertThat(truth.items()).containsExactly(7, 8, 7);
            assertThat(truth.groups()).containsExactly(0, 1, 1);
            assertThat(truth.clusters()).containsExactly(5, 5, 6);
        }
    }

    @Test
    void someOfTheSamplesKeepTheirs() throws IOException {
        try (SampleSet dataset = SampleSet.open(everything().write(directory.resolve("a.npz")))) {
            SampleTruth truth = new SelectedBoundDataset(dataset.bind(ONE), new long[] {0, 2}).truth();

            assertThat(truth.targets()).containsExactly(1, 2, 5, 6);
            assertThat(truth.items()).containsExactly(7, 7);
            assertThat(truth.groups()).containsExactly(0, 1);
        }
    }

    @Test
    void inputOfTheSameNameIsAnInput() throws IOException {
        NpzFiles file = new NpzFiles().floats("x", "(2, 2)", 1, 2, 3, 4).floats("targets", "(2, 1)", 5, 6);
        List<InputSpec> both = List.of(ONE.getFirst(), new InputSpec("targets", ElementType.FLOAT, List.of(-1L, 1L)));
        try (SampleSet dataset = SampleSet.open(file.write(directory.resolve("a.npz")))) {
            assertThat(dataset.bind(both).truth().hasTargets()).isFalse();
            assertThat(dataset.bind(ONE).truth().hasTargets()).isTrue();
        }
    }

    /** Else a calibration set would not be found in an evaluation set that says what is right. */
    @Test
    void samplesAreKnownByTheirInputs() throws IOException {
        NpzFiles plain = new NpzFiles().floats("x", "(3, 2)", 1, 2, 3, 4, 5, 6);
        try (SampleSet one = SampleSet.open(everything().write(directory.resolve("a.npz")));
                SampleSet other = SampleSet.open(plain.write(directory.resolve("b.npz")))) {
            assertThat(one.describe().sampleDigests())
                    .isEqualTo(other.describe().sampleDigests());
        }
    }

    @Test
    void negativeLabelsOfStepsLeaveThemOut() throws IOException {
        NpzFiles file = new NpzFiles().floats("x", "(2, 2)", 1, 2, 3, 4).longs("labels", "(2, 3)", 1, 2, -1, 0, -1, -1);
        try (SampleSet dataset = SampleSet.open(file.write(directory.resolve("a.npz")))) {
            dataset.bind(ONE).checkLabels(3);
            assertThatThrownBy(() -> dataset.bind(ONE).checkLabels(2)).hasMessageContaining("Label 1");
        }
    }

    @Test
    void refusalsSayWhatWouldBeRight() throws IOException {
        NpzFiles halves = new NpzFiles().floats("x", "(1, 2)", 1, 2).longs("targets", "(1,)", 1);
        NpzFiles names = new NpzFiles().floats("x", "(1, 2)", 1, 2).floats("groups", "(1,)", 1);
        try (SampleSet first = SampleSet.open(halves.write(directory.resolve("a.npz")));
                SampleSet second = SampleSet.open(names.write(directory.resolve("b.npz")))) {
            assertThatThrownBy(() -> first.bind(ONE)).hasMessageContaining("save targets.astype('float32')");
            assertThatThrownBy(() -> second.bind(ONE)).hasMessageContaining("save groups.astype('int64')");
        }
    }

    @Test
    void tablesHaveColumnsForGroupsAndClusters() throws IOException {
        var media = new MediaFolder(directory);
        for (String name : List.of("a.png", "b.png", "c.png")) {
            media.gray(name, 2, 2, 1);
        }
        Path table = Files.writeString(
                directory.resolve("some.csv"),
                "path,label,group,cluster\na.png,0,night,film 1\nb.png,1,day,film 1\nc.png,0,night,\n");
        try (SampleSet dataset = MediaFolder.open(table, MediaFolder.PLAIN)) {
            SampleTruth truth = MediaFolder.bind(dataset).truth();

            assertThat(truth.groupNames()).containsExactly("day", "night");
            assertThat(truth.groups()).containsExactly(1, 0, 1);
            assertThat(truth.clusters()).containsExactly(0, 0, 2);
        }
    }

    private static NpzFiles everything() {
        return new NpzFiles()
                .floats("x", "(3, 2)", 1, 2, 3, 4, 5, 6)
                .floats("targets", "(3, 2)", 1, 2, 3, 4, 5, 6)
                .longs("items", "(3,)", 7, 8, 7)
                .longs("groups", "(3,)", 0, 1, 1)
                .longs("clusters", "(3,)", 5, 5, 6);
    }
}
