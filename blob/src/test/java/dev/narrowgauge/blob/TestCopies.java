package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Copies on this machine of what is kept elsewhere: when they are made, who uses them, and what they give way to. */
class TestCopies extends CachedBlobTest {
    private static final long GIB = 1L << 30;

    @Test
    void copyIsReadInPlaceOfTheRemoteContent() throws IOException {
        String hash = remotely(bytes(2500));
        try (CachedBlobStore store = open()) {
            assertContent(store, bytes(2500));
            remote.contents.clear();
            assertContent(store, bytes(2500));
        }
        assertThat(remote.opened).containsExactly(0L);
        assertThat(copy(hash)).exists();
        assertThat(incoming()).isEmpty();
    }

    @Test
    void whatIsStoredHereNeedNotBeFetched() {
        try (CachedBlobStore store = open()) {
            store.store(new ByteArrayInputStream(bytes(2500)));
            assertContent(store, bytes(2500));
        }
        assertThat(remote.contents).containsOnlyKeys(Sha256.of(bytes(2500)));
        assertThat(remote.opened).isEmpty();
    }

    /** Whatever the last process believed of it. */
    @Test
    void damagedCopyIsFetchedAgain() throws IOException {
        String hash = remotely(bytes(2500));
        byte[] damaged = bytes(2500);
        damaged[1234] ^= 1;
        Files.write(copy(hash), damaged);
        try (CachedBlobStore store = open()) {
            assertContent(store, bytes(2500));
            Files.write(copy(hash), bytes(7));
            assertContent(store, bytes(2500));
        }
        assertThat(remote.opened).containsExactly(0L, 0L);
    }

    @Test
    void copyThatWasUsedLongestAgoIsEvicted() throws IOException {
        try (CachedBlobStore store = open(2500)) {
            String first = store.store(new ByteArrayInputStream(bytes(1000))).sha256();
            String second = store.store(new ByteArrayInputStream(bytes(1001))).sha256();
            used(second, Duration.ofDays(2));
            used(first, Duration.ofDays(1));
            String third = store.store(new ByteArrayInputStream(bytes(1002))).sha256();
            assertThat(copy(second)).doesNotExist();
            assertThat(copy(first)).exists();
            assertThat(copy(third)).exists();
            assertContent(store, bytes(1001));
            assertThat(copy(first)).as("used before the third").doesNotExist();
        }
    }

    @Test
    void contentThatTheDiskHasNoRoomForIsRefusedOnceNoCopyIsLeft() throws IOException {
        String hash = remotely(bytes(2500));
        remote.announcedBeyond = Long.MAX_VALUE / 2;
        try (CachedBlobStore store = open()) {
            String kept = store.store(new ByteArrayInputStream(bytes(1000))).sha256();
            assertCode(ErrorCode.DISK_FULL, () -> store.fetch(hash));
            assertThat(copy(kept)).as("it made room").doesNotExist();
            assertThat(incoming())
                    .as("nothing was written")
                    .allSatisfy(part -> assertThat(part).isEmptyFile());
        }
    }

    /** The large copy has no blocks on the disk, so that there is no room in the end. */
    @Test
    void copiesGiveWayToWhatIsStagedUnlessTheyAllWouldNotDo() throws IOException {
        try (CachedBlobStore store = open()) {
            String small = store.store(new ByteArrayInputStream(bytes(1000))).sha256();
            String large = "ab".repeat(32);
            try (RandomAccessFile file = new RandomAccessFile(copy(large).toFile(), "rw")) {
                file.setLength(64 * GIB);
            }
            used(large, Duration.ofDays(1));
            assertCode(ErrorCode.DISK_FULL, () -> store.requireSpace(Long.MAX_VALUE));
            assertThat(copy(large)).as("nothing is won by it").exists();

            long free = Files.getFileStore(root).getUsableSpace();
            assertCode(ErrorCode.DISK_FULL, () -> store.requireSpace(free + GIB));
            assertThat(copy(large)).doesNotExist();
            assertThat(copy(small)).exists();
        }
    }

    @Test
    void fileInUseIsNotEvicted() throws IOException {
        try (CachedBlobStore store = open(1500)) {
            String first = store.store(new ByteArrayInputStream(bytes(1000))).sha256();
            try (BlobFile file = store.fetch(first);
                    BlobFile again = store.fetch(first)) {
                used(first, Duration.ofDays(1));
                store.store(new ByteArrayInputStream(bytes(1001)));
                again.close();
                store.store(new ByteArrayInputStream(bytes(1002)));
                assertThat(file.path()).hasBinaryContent(bytes(1000));
            }
            store.store(new ByteArrayInputStream(bytes(1003)));
            assertThat(copy(first)).doesNotExist();
        }
    }

    @Test
    void fileInUseOfAnotherProcessIsNotEvicted() throws Exception {
        try (CachedBlobStore store = open(1500)) {
            String first = store.store(new ByteArrayInputStream(bytes(1000))).sha256();
            Process reader = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            root.toString(),
                            first)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(reader.getInputStream().read()).as("it has the file").isEqualTo('h');
            used(first, Duration.ofDays(1));
            store.store(new ByteArrayInputStream(bytes(1001)));
            assertThat(copy(first)).exists();
            reader.destroyForcibly().waitFor();
            store.store(new ByteArrayInputStream(bytes(1002)));
            assertThat(copy(first)).doesNotExist();
        }
    }

    /** A process that was stopped in the middle of an eviction has one blob, and no other. */
    @Test
    void blobThatAnotherProcessHasLockedKeepsNobodyFromOthers() throws Exception {
        String locked = Sha256.of(bytes(1));
        String other = Sha256.of(bytes(2));
        try (CacheUses uses = CacheUses.open(root);
                DigestLocks stopped = DigestLocks.open(root.resolve("uses.lock"));
                FileLock lock = stopped.tryLock(locked, false).orElseThrow()) {
            FutureTask<ReentrantLock> waiting = new FutureTask<>(() -> uses.begin(locked));
            Thread thread = Thread.ofPlatform().start(waiting);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            uses.begin(other);
            uses.end(other);
            assertThat(waiting.isDone()).isFalse();
            lock.release();
            assertThat(waiting.get()).isNotNull();
            uses.end(locked);
        }
    }

    /** Holds a blob until it is killed. */
    static final class Reader {
        public static void main(String[] arguments) throws InterruptedException {
            CachedBlobStore store = CachedBlobStore.open(new MemoryBlobs(), Path.of(arguments[0]), 1500);
            try (BlobFile _ = store.fetch(arguments[1])) {
                System.out.write('h');
                System.out.flush();
                Thread.sleep(Duration.ofMinutes(5));
            }
        }
    }

    private Path copy(String hash) {
        return root.resolve(hash);
    }

    private void used(String hash, Duration ago) throws IOException {
        Files.getFileAttributeView(copy(hash), BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(Instant.now().minus(ago)), null);
    }
}
