package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.Mutations;
import dev.narrowgauge.engine.onnx.SampleFiles;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the bytes of a dataset, reading it gives its samples or a DATASET_* code, soon. */
class TestMutatedDatasets {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<ErrorCode, Integer> outcomes = new EnumMap<>(ErrorCode.class);
    private int survivors;

    @TempDir
    private Path directory;

    @Test
    void mutatedStoredArrays() throws IOException {
        check(System.nanoTime(), 800, small().stored().bytes());
        assertThat(outcomes).containsKey(ErrorCode.DATASET_UNREADABLE);
        assertThat(survivors).isPositive();
    }

    @Test
    void mutatedDeflatedArrays() throws IOException {
        check(System.nanoTime(), 800, small().bytes());
        check(System.nanoTime(), 100, Files.readAllBytes(SampleFiles.demo("digits-calibration.npz")));
    }

    @Test
    void mutatedTestSets() throws IOException {
        NpzFiles files = new NpzFiles()
                .tensor(0, 0, Tensors.floats("x", new float[] {1, 2}, 1, 2))
                .tensor(1, 0, Tensors.floats("x", new float[] {3, 4}, 1, 2));
        check(System.nanoTime(), 500, files.stored().bytes());
    }

    @Test
    void mutatedHeads() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Mutations mutations = new Mutations(seed);
        byte[] head = new byte[200];
        byte[] text = NpzFiles.header("<f4", false, "(2, 2)").getBytes(ISO_8859_1);
        System.arraycopy(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0}, 0, head, 0, 10);
        System.arraycopy(text, 0, head, 10, text.length);
        for (int i = 0; i < 5000; i++) {
            try {
                NpyHeader.read("x", new ByteArrayInputStream(mutations.mutate(head)));
                survivors++;
            } catch (NpyHeader.UnusableException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                fail("case " + i + " of seed " + seed, e);
            }
        }
        assertThat(survivors).isBetween(100, 4900);
    }

    private static NpzFiles small() {
        return new NpzFiles()
                .floats("x", "(3, 2)", 1, 2, 3, 4, 5, 6)
                .longs("ids", "(3, 1)", 1, 2, 3)
                .longs("labels", "(3,)", 0, 1, 2);
    }

    private void check(long seed, int cases, byte[] valid) throws IOException {
        System.out.println("seed " + seed);
        Mutations mutations = new Mutations(seed);
        for (int i = 0; i < cases; i++) {
            Path file = Files.write(directory.resolve("mutated.npz"), mutations.mutate(valid));
            long start = System.nanoTime();
            read(seed, i, file);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        }
        System.out.println(survivors + " read, refused: " + outcomes);
    }

    private void read(long seed, int index, Path file) {
        try (SampleSet dataset = SampleSet.open(file)) {
            dataset.describe();
            List<InputSpec> inputs =
                    dataset.arrays().stream().map(InputSpec::of).toList();
            try (Batches batches = dataset.bind(inputs).batches(2)) {
                batches.forEachRemaining(batch -> assertThat(batch.size()).isPositive());
            }
            survivors++;
        } catch (NarrowgaugeException e) {
            assertThat(e.code().name()).startsWith("DATASET_");
            outcomes.merge(e.code(), 1, Integer::sum);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail("case " + index + " of seed " + seed, e);
        }
    }
}
