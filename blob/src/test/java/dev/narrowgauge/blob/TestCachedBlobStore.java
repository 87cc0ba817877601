package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TestCachedBlobStore extends BlobStoreContract {
    private static final long GIB = 1L << 30;

    /** What a transfer reads at a time, in bytes. */
    private static final long PART = 1 << 16;

    private final MemoryBlobs remote = new MemoryBlobs();

    @Override
    CachedBlobStore open() {
        return open(1 << 20);
    }

    private CachedBlobStore open(long maxBytes) {
        return CachedBlobStore.open(remote, root, maxBytes);
    }

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
    void transferGoesOnWhereItsConnectionBroke() {
        remotely(bytes(2500));
        remote.breakAfter = 1000;
        try (CachedBlobStore store = open()) {
            assertContent(store, bytes(2500));
        }
        assertThat(remote.opened).containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void connectionThatEndsEarlyHasBroken() {
        remotely(bytes(2500));
        remote.breakAfter = 2000;
        remote.silent = true;
        try (CachedBlobStore store = open()) {
            assertContent(store, bytes(2500));
        }
        assertThat(remote.opened).containsExactly(0L, 2000L);
    }

    @Test
    void transferThatDoesNotGoOnIsAFaultOfTheMachine() throws IOException {
        String hash = remotely(bytes(2500));
        remote.breakAfter = 0;
        try (CachedBlobStore store = open()) {
            assertCode(ErrorCode.STORAGE_UNAVAILABLE, () -> store.fetch(hash));
            assertThat(remote.opened).hasSize(5);
            remote.breakAfter = Integer.MAX_VALUE;
            assertContent(store, bytes(2500));
        }
        assertThat(incoming()).isEmpty();
    }

    @Test
    void partOfADeadProcessIsContinued() throws IOException {
        try (CachedBlobStore store = open()) {
            String hash = remotely(bytes(2500));
            leave(hash, Arrays.copyOf(bytes(2500), 1000));
            assertContent(store, bytes(2500));
        }
        assertThat(remote.opened).containsExactly(1000L);
        assertThat(incoming()).isEmpty();
    }

    @Test
    void partThatIsDamagedIsBroughtFromItsBeginning() throws IOException {
        try (CachedBlobStore store = open()) {
            leave(remotely(bytes(2500)), bytes(1000));
            assertContent(store, bytes(2500));
            leave(remotely(bytes(100)), bytes(101));
            assertContent(store, bytes(100));
        }
        assertThat(remote.opened).containsExactly(1000L, 0L, 101L, 0L);
        assertThat(incoming()).isEmpty();
    }

    @Test
    void contentThatIsStoredDamagedIsNotGivenOut() throws IOException {
        String hash = Sha256.of(bytes(2500));
        remote.contents.put(hash, bytes(2499));
        try (CachedBlobStore store = open()) {
            assertThatThrownBy(() -> store.fetch(hash)).hasMessageContainingAll(hash, "upload it again");
            assertThat(incoming()).isEmpty();
            store.store(new ByteArrayInputStream(bytes(2500)));
        }
        assertThat(remote.contents.get(hash)).isEqualTo(bytes(2500));
    }

    @Test
    void thoseWhoWantTheSameShareItsTransfer() throws Exception {
        remotely(bytes(2500));
        remote.gate = new CountDownLatch(4);
        try (CachedBlobStore store = open();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> {
                    remote.gate.countDown();
                    assertContent(store, bytes(2500));
                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertThat(remote.opened).containsExactly(0L);
    }

    /** As of a job that is cancelled while its model comes. */
    @Test
    void fetchThatIsNotWantedAnyMoreEndsAndGoesOnTheNextTime() {
        byte[] content = bytes(200_000);
        String hash = remotely(content);
        List<Long> heard = new ArrayList<>();
        try (CachedBlobStore store = open()) {
            assertThatThrownBy(() -> store.fetch(hash, (came, total) -> {
                        heard.add(came);
                        return total == content.length && came <= PART;
                    }))
                    .isInstanceOf(CancellationException.class);
            assertContent(store, content);
        }
        assertThat(heard).containsExactly(PART, 2 * PART);
        assertThat(remote.opened).containsExactly(0L, 2 * PART);
    }

    @Test
    void whoWaitsForTheTransferOfAnotherMayLeave() throws Exception {
        String hash = remotely(bytes(2500));
        remote.gate = new CountDownLatch(1);
        try (CachedBlobStore store = open();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> first = thread.submit(() -> assertContent(store, bytes(2500)));
            while (remote.opened.isEmpty()) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> store.fetch(hash, (_, _) -> false)).isInstanceOf(CancellationException.class);
            remote.gate.countDown();
            first.get();
        }
        assertThat(remote.opened).containsExactly(0L);
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

    /** Not only when a process starts: one that runs for weeks would see its disk fill up. */
    @Test
    void partsThatNobodyGoesOnWithAreDeleted() throws IOException {
        try (CachedBlobStore store = open()) {
            String old = Sha256.of(bytes(1));
            String young = Sha256.of(bytes(2));
            leave(old, bytes(1));
            leave(young, bytes(1));
            Files.setLastModifiedTime(
                    root.resolve("incoming").resolve(old + ".part"),
                    FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            remotely(bytes(2500));
            assertContent(store, bytes(2500));
            assertThat(incoming())
                    .extracting(part -> part.getFileName().toString())
                    .containsExactly(young + ".part");
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

    @Test
    void partHasOneWriter() throws IOException {
        String hash = Sha256.of(bytes(1));
        try (DigestLocks writers = DigestLocks.open(root.resolve("writers.lock"));
                PartialFile shared = PartialFile.open(root, hash, writers)) {
            Path other;
            try (PartialFile alone = PartialFile.open(root, hash, writers)) {
                other = Files.write(alone.path(), bytes(1));
                assertThat(other).isNotEqualTo(shared.path());
            }
            assertThat(other).as("nobody else would go on with it").doesNotExist();
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

    /** Stores the content where no copy of it is made here. */
    private String remotely(byte[] content) {
        String hash = Sha256.of(content);
        remote.contents.put(hash, content);
        return hash;
    }

    private void leave(String hash, byte[] part) throws IOException {
        Files.write(root.resolve("incoming").resolve(hash + ".part"), part);
    }

    private Path copy(String hash) {
        return root.resolve(hash);
    }

    private void used(String hash, Duration ago) throws IOException {
        Files.getFileAttributeView(copy(hash), BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(Instant.now().minus(ago)), null);
    }
}
