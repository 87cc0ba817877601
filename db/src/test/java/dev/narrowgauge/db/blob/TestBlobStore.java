package dev.narrowgauge.db.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBlobStore {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path root;

    @Test
    void contentComesBackUnderItsHash() throws IOException {
        BlobStore store = BlobStore.open(root);
        byte[] content = new byte[300_001];
        new Random(5).nextBytes(content);
        Blob blob = store.write(new ByteArrayInputStream(content));
        assertThat(blob.sizeBytes()).isEqualTo(content.length);
        assertThat(store.exists(blob.sha256())).isTrue();
        assertThat(store.sizeBytes(blob.sha256())).isEqualTo(content.length);
        try (InputStream read = store.read(blob.sha256())) {
            assertThat(read.readAllBytes()).isEqualTo(content);
        }
        assertThat(store.verify(blob.sha256())).isTrue();
        assertThat(store.write(InputStream.nullInputStream()).sha256()).isEqualTo(EMPTY);
    }

    @Test
    void sameContentIsStoredOnce() throws IOException {
        BlobStore store = BlobStore.open(root);
        store.write(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        store.write(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertThat(files()).hasSize(1);
    }

    @Test
    void writerThatFailsInTheMiddleLeavesNothing() throws IOException {
        BlobStore store = BlobStore.open(root);
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
        assertThatThrownBy(() -> store.write(broken)).isInstanceOf(NarrowgaugeException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void fullDiskIsSaidToBeOne() {
        BlobStore store = BlobStore.open(root);
        InputStream full = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> store.write(full))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThatThrownBy(() -> store.requireSpace(Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        store.requireSpace(1);
    }

    @Test
    void stagedContentCanBeLookedAtAndDropped() throws IOException {
        BlobStore store = BlobStore.open(root);
        Blob blob;
        try (StagedBlob staged = store.stage(new ByteArrayInputStream(new byte[] {4, 5}))) {
            blob = staged.blob();
            assertThat(staged.path()).hasBinaryContent(new byte[] {4, 5});
            assertThat(store.exists(blob.sha256())).isFalse();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void leftoversOfWritersThatDiedAreRemovedOnceTheyAreOld() throws IOException {
        BlobStore.open(root);
        Path old = Files.writeString(root.resolve("incoming").resolve("old.part"), "x");
        Path young = Files.writeString(root.resolve("incoming").resolve("young.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        BlobStore.open(root);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void damagedContentIsFound() throws IOException {
        BlobStore store = BlobStore.open(root);
        Blob blob = store.write(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        Files.write(store.path(blob.sha256()), new byte[] {1, 2, 4});
        assertThat(store.verify(blob.sha256())).isFalse();
    }

    @Test
    void nameThatIsNoHashIsNotFound() {
        BlobStore store = BlobStore.open(root);
        for (String name : List.of("../../etc/passwd", "", "A".repeat(64))) {
            assertThatThrownBy(() -> store.path(name))
                    .isInstanceOfSatisfying(
                            NarrowgaugeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    /** Whoever asks for content knows that it was stored: where it is not, a mount is missing. */
    @Test
    void contentThatIsNotThereIsAFaultOfTheMachine() {
        BlobStore store = BlobStore.open(root);
        assertThatThrownBy(() -> store.path(EMPTY))
                .isInstanceOfSatisfying(NarrowgaugeException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
                    assertThat(e.code().kind()).isEqualTo(ErrorKind.INFRASTRUCTURE);
                })
                .hasMessageContainingAll(root.toString(), EMPTY, "mounted");
    }

    @Test
    void folderThatCannotBeUsedIsAFaultOfTheMachine() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertFaultOfTheMachine(() -> BlobStore.open(file.resolve("store")));
        assertFaultOfTheMachine(() -> BlobStore.open(root.resolve("mount/store")));
        assertThat(root.resolve("mount")).as("nothing is made in its place").doesNotExist();

        Path folder = root.resolve("store");
        BlobStore store = BlobStore.open(folder);
        store.requireUsable();
        Files.delete(folder.resolve("incoming"));
        assertFaultOfTheMachine(() -> store.write(InputStream.nullInputStream()));
        assertFaultOfTheMachine(store::requireUsable);
    }

    /** A client that breaks off is no fault of the disk. */
    @Test
    void sourceThatFailsIsNoFaultOfTheMachine() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> BlobStore.open(root).write(broken))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        e -> assertThat(e.code().kind()).isNotEqualTo(ErrorKind.INFRASTRUCTURE));
    }

    private static void assertFaultOfTheMachine(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
    }

    @Test
    void writerThatIsKilledInTheMiddleLeavesNothingUnderTheFinalName() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowWriter.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(writer.getInputStream().read()).as("half of it is written").isEqualTo('h');
        BlobStore.open(root);
        assertThat(files())
                .as("of a writer that lives")
                .singleElement()
                .satisfies(file -> assertThat(file.getParent()).isEqualTo(root.resolve("incoming")));
        writer.destroyForcibly().waitFor();
        BlobStore.open(root);
        assertThat(files()).as("of a writer that is dead").isEmpty();
    }

    @Test
    void writerInTheSameProcessIsKnownToLive() throws IOException {
        BlobStore store = BlobStore.open(root);
        try (StagedBlob staged = store.stage(new ByteArrayInputStream(new byte[] {4, 5}))) {
            BlobStore.open(root);
            assertThat(staged.path()).exists();
            staged.keep();
        }
        assertThat(files()).hasSize(1);
    }

    /** Writes a blob whose second half never comes. */
    static final class SlowWriter {
        public static void main(String[] arguments) {
            BlobStore.open(Path.of(arguments[0])).write(new InputStream() {
                private int count;

                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    if (count++ < 4) {
                        return length;
                    }
                    System.out.write('h');
                    System.out.flush();
                    try {
                        Thread.sleep(Duration.ofMinutes(5));
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return -1;
                }
            });
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
