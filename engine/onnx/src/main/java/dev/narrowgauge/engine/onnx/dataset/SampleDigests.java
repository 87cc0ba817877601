package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_NOT_FINITE;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Takes the bytes of sample after sample, checks that they are finite numbers and remembers a digest of each. */
final class SampleDigests {
    private final String dataset;
    private final MessageDigest sha256 = Sha256.start();
    private final byte[] hash = new byte[32];
    private long[] digests = new long[1024];
    private int count;

    SampleDigests(String dataset) {
        this.dataset = dataset;
    }

    /** Some bytes of the current sample; whole elements of that type. */
    void add(String array, ElementType type, byte[] bytes, int length) {
        int index = FiniteCheck.applies(type) ? FiniteCheck.firstNotFinite(type, bytes, length) : -1;
        if (index >= 0) {
            throw new NarrowgaugeException(
                    DATASET_NOT_FINITE,
                    "Array '" + array + "' of '" + dataset + "' holds " + FiniteCheck.value(type, bytes, index)
                            + " in sample " + count
                            + "; remove such samples, or replace the values with numpy.nan_to_num(" + array + ").");
        }
        sha256.update(bytes, 0, length);
    }

    void endSample() {
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer has the length of a SHA-256", e);
        }
        if (count == digests.length) {
            digests = Arrays.copyOf(digests, 2 * count);
        }
        digests[count++] = ByteBuffer.wrap(hash).getLong();
    }

    long[] inOrder() {
        return Arrays.copyOf(digests, count);
    }

    List<Long> sorted() {
        long[] sorted = inOrder();
        Arrays.sort(sorted);
        return Arrays.stream(sorted).boxed().toList();
    }
}
