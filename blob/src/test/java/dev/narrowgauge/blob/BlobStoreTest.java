package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/** What tests of stores need: a folder of this machine, content, and what a store has of it. */
abstract class BlobStoreTest {
    @TempDir
    Path root;

    /** A new store, with its files of this machine below the root; an {@code incoming} folder among them. */
    abstract BlobStore open();

    static void assertCode(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    static void assertContent(BlobStore store, byte[] content) {
        try (BlobFile file = store.fetch(Sha256.of(content))) {
            assertThat(file.path()).hasBinaryContent(content);
        }
    }

    /** The same for the same length. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("incoming"))) {
            return files.toList();
        }
    }
}
