package dev.narrowgauge.engine.onnx.dataset;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/**
 * The samples of one {@code .npz} in two halves, one to choose by and one held out to judge by. Samples of one cluster, and
 * samples of the same bytes, are in the same half; labels and groups are spread over both.
 */
public final class NpzHalves {
    /** The same file is always dealt out in the same way. */
    public static final long SEED = 20_231_117;

    private static final int BLOCK_BYTES = 1 << 18;

    private final Path file;
    /** Of each sample whether it is in the half that is held out. */
    private final boolean[] heldOut;

    private final SampleUnits units;

    private NpzHalves(Path file, boolean[] heldOut, SampleUnits units) {
        this.file = file;
        this.heldOut = heldOut;
        this.units = units;
    }

    /** Reads the file once. Fails with a DATASET_* code, or with REQUEST_INVALID where it is another kind of archive. */
    public static NpzHalves of(Path file) {
        try (NpzDataset set = opened(file)) {
            int samples = Math.toIntExact(set.samples());
            List<long[]> ties = Stream.concat(Stream.of(set.digests()), set.numbers(TruthArrays.CLUSTERS).stream())
                    .toList();
            SampleUnits units = SampleUnits.tied(samples, ties);
            Optional<long[]> labels = set.numbers(SampleSet.LABELS);
            Optional<long[]> groups = set.numbers(TruthArrays.GROUPS);
            List<String> kinds = IntStream.range(0, samples)
                    .mapToObj(sample -> "%d %d"
                            .formatted(
                                    groups.map(group -> group[sample]).orElse(0L),
                                    labels.map(label -> label[sample]).orElse(0L)))
                    .toList();
            return new NpzHalves(file, units.secondHalf(kinds, SEED), units);
        }
    }

    private static NpzDataset opened(Path file) {
        SampleSet set = SampleSet.open(file);
        if (set instanceof NpzDataset npz) {
            return npz;
        }
        set.close();
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is no .npz, and only such samples can be dealt out to two halves: save them with numpy.savez."
                        .formatted(file));
    }

    /** The numbers of the samples in one half, in order. */
    public List<Integer> samples(boolean held) {
        return IntStream.range(0, heldOut.length)
                .filter(sample -> heldOut[sample] == held)
                .boxed()
                .toList();
    }

    /** How many of a half are independent of each other: clusters, each counted once. */
    public long units(boolean held) {
        return samples(held).stream()
                .map(sample -> units.of()[sample])
                .distinct()
                .count();
    }

    /** Writes one half. The same half gives the same bytes. */
    public void write(boolean held, Path half) throws IOException {
        try (NpzDataset set = opened(file);
                OutputStream out = Files.newOutputStream(half);
                ZipOutputStream zip = NpzWriter.zip(out)) {
            long count = samples(held).size();
            for (NpzArray array : set.all()) {
                List<Long> dims = new ArrayList<>(array.dims());
                dims.set(0, count);
                NpzWriter.begin(array.name(), array.elementType(), dims, zip);
                copy(array, held, zip);
                zip.closeEntry();
            }
        }
    }

    private void copy(NpzArray array, boolean held, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (NpyStream values = array.stream()) {
            for (boolean isHeld : heldOut) {
                for (int left = array.sampleBytes(); left > 0; left -= Math.min(left, block.length)) {
                    int length = Math.min(left, block.length);
                    values.read(block, length);
                    if (isHeld == held) {
                        out.write(block, 0, length);
                    }
                }
            }
        }
    }
}
