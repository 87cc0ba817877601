package dev.narrowgauge.engine.onnx.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.SampleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestNpzHalves {
    @TempDir
    private Path directory;

    @Test
    void halvesOfRealSamplesShareNoneAndAreAllOfThem() throws Exception {
        Path whole = SampleFiles.demo("digits-evaluation.npz");
        NpzHalves halves = NpzHalves.of(whole);
        Path seen = directory.resolve("seen.npz");
        Path held = directory.resolve("held.npz");
        halves.write(false, seen);
        halves.write(true, held);

        List<Long> ofSeen = digests(seen);
        List<Long> ofHeld = digests(held);
        assertThat(ofSeen).doesNotContainAnyElementsOf(ofHeld);
        List<Long> both = new ArrayList<>(ofSeen);
        both.addAll(ofHeld);
        assertThat(both).containsExactlyInAnyOrderElementsOf(digests(whole));
        assertThat(Math.abs(ofSeen.size() - ofHeld.size())).isLessThanOrEqualTo(1);
        // 797 samples of ten classes.
        for (long label = 0; label < 10; label++) {
            assertThat(Math.abs(count(seen, label) - count(held, label))).isLessThanOrEqualTo(1);
        }

        Path again = directory.resolve("again.npz");
        NpzHalves.of(whole).write(true, again);
        assertThat(Files.mismatch(held, again)).isEqualTo(-1);
    }

    @Test
    void clustersAndSamplesThatAreTheSameStayTogether() throws Exception {
        int samples = 120;
        float[] values = new float[samples];
        IntStream.range(0, samples).forEach(sample -> values[sample] = sample);
        // Twice the same, in two clusters, which it ties.
        values[119] = 0;
        Path file = new NpzFiles()
                .floats("x", "(120, 1)", values)
                .longs(
                        "clusters",
                        "(120,)",
                        LongStream.range(0, samples).map(sample -> sample / 4).toArray())
                .longs(
                        "groups",
                        "(120,)",
                        LongStream.range(0, samples).map(sample -> sample / 60).toArray())
                .write(directory.resolve("x.npz"));

        NpzHalves halves = NpzHalves.of(file);

        List<Integer> held = halves.samples(true);
        assertThat(held).hasSizeBetween(56, 64);
        assertThat(IntStream.range(0, 30))
                .allSatisfy(cluster -> assertThat(held.stream().filter(sample -> sample / 4 == cluster))
                        .satisfiesAnyOf(
                                list -> assertThat(list).isEmpty(),
                                list -> assertThat(list).hasSize(4)));
        assertThat(held.contains(119)).isEqualTo(held.contains(0));
        assertThat(held.stream().filter(sample -> sample < 60)).hasSizeBetween(24, 36);
        assertThat(halves.units(true) + halves.units(false)).isEqualTo(29);
    }

    @Test
    void otherArchivesAreRefused() throws Exception {
        Path file =
                new NpzFiles().entry("test_data_set_0/input_0.pb", new byte[0]).write(directory.resolve("sets.zip"));

        assertThatThrownBy(() -> NpzHalves.of(file)).isInstanceOf(NarrowgaugeException.class);
    }

    private static List<Long> digests(Path file) {
        try (SampleSet set = SampleSet.open(file)) {
            return set.describe().sampleDigests();
        }
    }

    private static long count(Path file, long label) {
        try (SampleSet set = SampleSet.open(file)) {
            return LongStream.of(((NpzDataset) set).numbers(SampleSet.LABELS).orElseThrow())
                    .filter(value -> value == label)
                    .count();
        }
    }
}
