package dev.narrowgauge.checks.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSamples {
    @TempDir
    private Path directory;

    @Test
    void writtenSamplesAreReadBackAndByTheEngine() {
        Samples samples = Samples.of("x", Values.floats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2))
                .with("labels", Values.longs(new long[] {7, 8, 9}, 3));
        Path file = samples.write(directory.resolve("samples.npz"));
        Samples read = Samples.read(file);
        assertThat(read.arrays().get("x").bytes())
                .isEqualTo(samples.arrays().get("x").bytes());
        assertThat(read.slice(1, 3).arrays().get("labels").longs()).containsExactly(8, 9);
        try (SampleSet dataset = SampleSet.open(file)) {
            assertThat(dataset.samples()).isEqualTo(3);
            assertThat(dataset.hasLabels()).isTrue();
        }
    }

    @Test
    void setsShareNoSampleAndTheirClasses() {
        Labelled one = new Scenes(1, 0).images(4, 1, 8, 8, 2);
        Labelled other = new Scenes(1, 1).images(4, 1, 8, 8, 2);
        assertThat(one.labels()).isEqualTo(other.labels());
        assertThat(one.values().bytes()).isNotEqualTo(other.values().bytes());
        assertThat(new Scenes(1, 0).images(4, 1, 8, 8, 2).values().bytes())
                .isEqualTo(one.values().bytes());
    }
}
