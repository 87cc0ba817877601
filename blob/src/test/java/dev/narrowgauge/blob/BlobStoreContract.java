package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does, wherever it keeps the content. */
abstract class BlobStoreContract extends BlobStoreTest {
    static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void contentComesBackUnderItsHash() {
        try (BlobStore store = open()) {
            byte[] content = bytes(300_001);
            Blob blob = store.store(new ByteArrayInputStream(content));
            assertThat(blob).isEqualTo(new Blob(Sha256.of(content), content.length));
            assertThat(store.exists(blob.sha256())).isTrue();
            assertThat(store.sizeBytes(blob.sha256())).hasValue(blob.sizeBytes());
            assertContent(store, content);
            assertThat(store.store(InputStream.nullInputStream()).sha256()).isEqualTo(EMPTY);
            assertContent(store, new byte[0]);
        }
    }

    @Test
    void fileIsStoredAndStays() throws IOException {
        Path file = Files.write(root.resolve("variant.onnx"), bytes(1000));
        try (BlobStore store = open()) {
            assertThat(store.store(file).sha256()).isEqualTo(Sha256.of(file));
            assertContent(store, bytes(1000));
        }
        assertThat(file).exists();
    }

    @Test
    void sameContentMayBeStoredAgain() throws IOException {
        try (BlobStore store = open()) {
            assertThat(store.store(new ByteArrayInputStream(bytes(3))))
                    .isEqualTo(store.store(new ByteArrayInputStream(bytes(3))));
            assertContent(store, bytes(3));
        }
        assertThat(incoming()).isEmpty();
    }

    @Test
    void writerThatFailsInTheMiddleLeavesNothing() throws IOException {
        InputStream broken = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (begun) {
                    throw new IOException("connection reset");
                }
                begun = true;
                return length;
            }
        };
        try (BlobStore store = open()) {
            assertThatThrownBy(() -> store.store(broken)).isInstanceOf(NarrowgaugeException.class);
        }
        assertThat(incoming()).isEmpty();
    }

    @Test
    void fullDiskIsSaidToBeOne() {
        InputStream full = failing("No space left on device");
        try (BlobStore store = open()) {
            assertCode(ErrorCode.DISK_FULL, () -> store.store(full));
            assertCode(ErrorCode.DISK_FULL, () -> store.requireSpace(Long.MAX_VALUE));
            store.requireSpace(1);
        }
    }

    @Test
    void stagedContentCanBeLookedAtAndDropped() throws IOException {
        try (BlobStore store = open()) {
            Blob blob;
            try (StagedBlob staged = store.stage(new ByteArrayInputStream(bytes(5)))) {
                blob = staged.blob();
                assertThat(staged.path()).hasBinaryContent(bytes(5));
                assertThat(store.exists(blob.sha256())).isFalse();
            }
            assertThat(store.exists(blob.sha256())).isFalse();
        }
        assertThat(incoming()).isEmpty();
    }

    @Test
    void nameThatIsNoHashIsNotFound() {
        try (BlobStore store = open()) {
            for (String name : List.of("../../etc/passwd", "", "A".repeat(64))) {
                assertCode(ErrorCode.NOT_FOUND, () -> store.fetch(name));
                assertCode(ErrorCode.NOT_FOUND, () -> store.exists(name));
                assertCode(ErrorCode.NOT_FOUND, () -> store.delete(name));
            }
        }
    }

    /** Whoever asks for content knows that it was stored: where it is not, this machine looks in the wrong place. */
    @Test
    void contentThatIsNotThereIsAFaultOfTheMachine() {
        try (BlobStore store = open()) {
            assertThat(store.exists(EMPTY)).isFalse();
            assertThatThrownBy(() -> store.fetch(EMPTY))
                    .isInstanceOfSatisfying(NarrowgaugeException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
                        assertThat(e.code().kind()).isEqualTo(ErrorKind.INFRASTRUCTURE);
                    })
                    .hasMessageContaining(EMPTY);
        }
    }

    @Test
    void deletedContentIsGone() {
        try (BlobStore store = open()) {
            Blob blob = store.store(new ByteArrayInputStream(bytes(7)));
            store.delete(blob.sha256());
            assertThat(store.exists(blob.sha256())).isFalse();
            assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> store.fetch(blob.sha256()));
            store.delete(blob.sha256());
            store.store(new ByteArrayInputStream(bytes(7)));
            assertContent(store, bytes(7));
        }
    }

    @Test
    void emptyStoreIsTold() {
        try (BlobStore store = open()) {
            store.requireUsable();
            assertCode(ErrorCode.STORAGE_UNAVAILABLE, store::requireContent);
            store.store(InputStream.nullInputStream());
            store.requireContent();
        }
    }

    @Test
    void allThatIsStoredIsListed() {
        try (BlobStore store = open()) {
            List<String> listed = new ArrayList<>();
            store.list(listed::addAll);
            assertThat(listed).isEmpty();
            List<String> stored = IntStream.range(1, 6)
                    .mapToObj(length ->
                            store.store(new ByteArrayInputStream(bytes(length))).sha256())
                    .toList();
            try (StagedBlob staged = store.stage(new ByteArrayInputStream(bytes(7)))) {
                store.list(listed::addAll);
                assertThat(listed)
                        .containsExactlyInAnyOrderElementsOf(stored)
                        .doesNotContain(staged.blob().sha256());
            }
        }
    }

    @Test
    void contentIsToldOfBeforeItIsKept() {
        try (BlobStore store = open();
                StagedBlob staged = store.stage(new ByteArrayInputStream(bytes(7)))) {
            List<Blob> told = new ArrayList<>();
            StagedBlob telling = staged.telling(blob -> {
                assertThat(store.exists(blob.sha256())).isFalse();
                told.add(blob);
            });
            assertThat(telling.keep()).isEqualTo(staged.blob());
            assertThat(told).containsExactly(staged.blob());
            assertContent(store, bytes(7));
        }
    }

    /** A client that breaks off is no fault of the store. */
    @Test
    void sourceThatFailsIsNoFaultOfTheMachine() {
        try (BlobStore store = open()) {
            assertThatThrownBy(() -> store.store(failing("connection reset")))
                    .isInstanceOfSatisfying(
                            NarrowgaugeException.class,
                            e -> assertThat(e.code().kind()).isNotEqualTo(ErrorKind.INFRASTRUCTURE));
        }
    }

    @Test
    void filesOfOnePieceOfWorkAreHeldTogether() {
        try (BlobStore store = open();
                BlobFiles files = new BlobFiles(store)) {
            String first = store.store(new ByteArrayInputStream(bytes(1))).sha256();
            String second = store.store(new ByteArrayInputStream(bytes(2))).sha256();
            Path path = files.path(first);
            assertThat(files.path(second)).hasBinaryContent(bytes(2));
            assertThat(files.path(first)).isEqualTo(path).hasBinaryContent(bytes(1));
        }
    }

    private static InputStream failing(String message) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(message);
            }
        };
    }
}
