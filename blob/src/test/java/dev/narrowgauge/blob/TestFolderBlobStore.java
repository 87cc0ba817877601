package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestFolderBlobStore extends BlobStoreContract {
    @Override
    FolderBlobStore open() {
        return FolderBlobStore.open(root).verifying();
    }

    @Test
    void sameContentIsStoredOnce() throws IOException {
        FolderBlobStore store = open();
        store.store(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        store.store(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertThat(files()).hasSize(1);
    }

    @Test
    void leftoversOfWritersThatDiedAreRemovedOnceTheyAreOld() throws IOException {
        open();
        Path old = Files.writeString(root.resolve("incoming").resolve("old.part"), "x");
        Path young = Files.writeString(root.resolve("incoming").resolve("young.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        open();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    /** As by a disk that forgets. What was read once is not read again, so a store that has not read it is asked. */
    @Test
    void damagedContentIsNotGivenOutAndMayBeStoredAgain() throws IOException {
        byte[] content = {1, 2, 3};
        String hash = open().store(new ByteArrayInputStream(content)).sha256();
        Path file = root.resolve(hash.substring(0, 2)).resolve(hash);
        Files.write(file, new byte[] {1, 2, 4});
        assertThatThrownBy(() -> open().fetch(hash))
                .hasMessageContainingAll(file.toString(), "damaged", "upload it again");
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> open().fetch(hash));
        open().store(new ByteArrayInputStream(content));
        assertContent(open(), content);
    }

    @Test
    void missingMountIsNamed() {
        FolderBlobStore store = open();
        assertThatThrownBy(() -> store.fetch(EMPTY)).hasMessageContainingAll(root.toString(), "mounted");
        assertThatThrownBy(store::requireContent).hasMessageContainingAll(root.toString(), "mounted");
    }

    @Test
    void folderThatCannotBeUsedIsAFaultOfTheMachine() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> FolderBlobStore.open(file.resolve("store")));
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> FolderBlobStore.open(root.resolve("mount/store")));
        assertThat(root.resolve("mount")).as("nothing is made in its place").doesNotExist();

        Path folder = root.resolve("store");
        FolderBlobStore store = FolderBlobStore.open(folder);
        store.requireUsable();
        Files.delete(folder.resolve("incoming"));
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> store.store(InputStream.nullInputStream()));
        assertCode(ErrorCode.STORAGE_UNAVAILABLE, store::requireUsable);
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
        FolderBlobStore other = open();
        other.removeLeft();
        assertThat(files())
                .as("of a writer that lives")
                .singleElement()
                .satisfies(file -> assertThat(file.getParent()).isEqualTo(root.resolve("incoming")));
        writer.destroyForcibly().waitFor();
        other.removeLeft();
        assertThat(files()).as("of a writer that is dead").isEmpty();
    }

    @Test
    void writerInTheSameProcessIsKnownToLive() throws IOException {
        FolderBlobStore store = open();
        try (StagedBlob staged = store.stage(new ByteArrayInputStream(new byte[] {4, 5}))) {
            open();
            assertThat(staged.path()).exists();
            staged.keep();
        }
        assertThat(files()).hasSize(1);
    }

    /** Writes a blob whose second half never comes. */
    static final class SlowWriter {
        public static void main(String[] arguments) {
            FolderBlobStore.open(Path.of(arguments[0])).store(new InputStream() {
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
