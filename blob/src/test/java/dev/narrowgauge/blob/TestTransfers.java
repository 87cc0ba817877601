package dev.narrowgauge.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;

/** How content comes to this machine: over connections that break, in parts that are gone on with, once for all who want it. */
class TestTransfers extends CachedBlobTest {
    /** What a transfer reads at a time, in bytes. */
    private static final long PART = 1 << 16;

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

    private void leave(String hash, byte[] part) throws IOException {
        Files.write(root.resolve("incoming").resolve(hash + ".part"), part);
    }
}
