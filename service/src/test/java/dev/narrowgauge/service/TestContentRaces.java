package dev.narrowgauge.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.Scope;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.variant.Variant;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads, jobs and deletions of the same few contents, in several projects, while everything that is unreferenced is collected at
 * the moment that it may be: no row ever refers to content that is gone, and in the end nothing is left.
 */
class TestContentRaces {
    private static final int UPLOADERS = 3;
    private static final int UPLOADS = 600;
    private static final int RUNS = 60;
    private static final int CONTENTS = 5;
    private static final Duration KEEP = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final KeptConnections connections = new KeptConnections(PostgresFixture.migrated());
    private final DataSource database = connections.source();
    private final Jdbi jdbi = Database.jdbi(database);
    private final ContentStore content = new ContentStore(jdbi);

    /** Held by whoever is between saying that content is wanted and its row, which takes less than the term in any case. */
    private final ReadWriteLock underWay = new ReentrantReadWriteLock();

    /** Whoever has written such a row lets a term pass. */
    private final Semaphore written = new Semaphore(0);

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger collected = new AtomicInteger();

    @TempDir
    private Path folder;

    @AfterEach
    void closeConnections() throws SQLException {
        connections.close();
    }

    @Test
    void noRowRefersToContentThatIsGone() throws Exception {
        BlobStore stored = FolderBlobStore.open(folder);
        BlobStore wanted = new WantedBlobs(stored, content);
        Samples.uploads(jdbi);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int uploader = 0; uploader < UPLOADERS; uploader++) {
                callers.add(start(threads, uploader(wanted, uploader)));
            }
            callers.add(start(threads, worker(wanted)));
            List<Future<?>> collectors = List.of(
                    start(threads, collector(stored)), start(threads, collector(stored)), start(threads, clock()));
            try {
                for (Future<?> caller : callers) {
                    caller.get();
                }
            } finally {
                over.set(true);
            }
            for (Future<?> collector : collectors) {
                collector.get();
            }
        }
        assertThat(collected).hasPositiveValue();
        sweep(stored).run();
        aTermPasses();
        sweep(stored).run();
        List<String> left = new ArrayList<>();
        stored.list(left::addAll);
        assertThat(left).isEmpty();
    }

    private static Future<?> start(ExecutorService threads, Callable<Void> work) {
        return threads.submit(work);
    }

    /** Uploads a model into a project of its own, looks whether it is there, and deletes it. */
    private Callable<Void> uploader(BlobStore wanted, int seed) {
        UUID project =
                new ProjectStore(jdbi).add("project-" + seed).orElseThrow().id();
        ModelStore models = new ModelStore(Database.jdbi(database, () -> new Scope.Tenant(project)));
        Random random = new Random(seed);
        return () -> {
            for (int i = 0; i < UPLOADS; i++) {
                Blob blob = referredTo(() -> {
                    Blob kept = wanted.store(text(random.nextInt(CONTENTS)));
                    models.save(kept, "a model", Samples.modelDescription());
                    return kept;
                });
                requireThere(wanted, blob, "upload %d of %d".formatted(i, seed));
                assertThat(models.delete(blob.sha256())).isTrue();
            }
            return null;
        };
    }

    /** Makes variants of the same contents, each in a run that is deleted afterwards. */
    private Callable<Void> worker(BlobStore wanted) {
        RunStore runs = new RunStore(jdbi);
        JobStore jobs = new JobStore(jdbi);
        DeletedRunStore deleted = new DeletedRunStore(jdbi);
        Random random = new Random(UPLOADERS);
        return () -> {
            for (int i = 0; i < RUNS; i++) {
                UUID run = runs.submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                        .run()
                        .id();
                for (Job job : jobs.ofRun(run)) {
                    assertThat(jobs.claim(job.id(), 1, "worker", LEASE)).isPresent();
                    Blob blob = referredTo(() -> {
                        Blob kept = wanted.store(text(random.nextInt(CONTENTS)));
                        assertThat(jobs.finishQuantize(job.id(), 1, variant(job, kept)))
                                .isTrue();
                        return kept;
                    });
                    requireThere(wanted, blob, "variant of run " + i);
                }
                assertThat(runs.cancel(run)).isTrue();
                assertThat(deleted.delete(run)).isTrue();
            }
            return null;
        };
    }

    private static Variant variant(Job job, Blob blob) {
        Variant sample = Samples.variant(job);
        return new Variant(
                sample.id(),
                sample.runId(),
                sample.jobId(),
                sample.precision(),
                sample.recipe(),
                blob.sha256(),
                blob.sizeBytes(),
                sample.report(),
                sample.provenance(),
                sample.createdAt());
    }

    private Blob referredTo(Callable<Blob> work) throws Exception {
        underWay.readLock().lock();
        try {
            return work.call();
        } finally {
            underWay.readLock().unlock();
            written.release();
        }
    }

    private static void requireThere(BlobStore blobs, Blob blob, String what) {
        assertThat(blobs.exists(blob.sha256())).as(what).isTrue();
        Thread.yield();
        assertThat(blobs.exists(blob.sha256())).as(what).isTrue();
    }

    private Callable<Void> collector(BlobStore stored) {
        ContentSweep sweep = sweep(stored);
        return () -> {
            while (!over.get()) {
                collected.addAndGet(sweep.run());
                Thread.yield();
            }
            return null;
        };
    }

    private ContentSweep sweep(BlobStore stored) {
        return new ContentSweep(content, stored, KEEP, Duration.ZERO);
    }

    /** Lets the term of all that is unreferenced pass, again and again. */
    private Callable<Void> clock() {
        return () -> {
            while (!over.get()) {
                if (!written.tryAcquire(1, SECONDS)) {
                    continue;
                }
                written.drainPermits();
                underWay.writeLock().lock();
                try {
                    aTermPasses();
                } finally {
                    underWay.writeLock().unlock();
                }
            }
            return null;
        };
    }

    private void aTermPasses() {
        jdbi.useHandle(handle -> handle.execute("UPDATE unreferenced_content SET since = since - interval '2 hours'"));
    }

    private static InputStream text(int number) {
        return new ByteArrayInputStream("content %d".formatted(number).getBytes(UTF_8));
    }
}
