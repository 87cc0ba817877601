package dev.narrowgauge.api.retention;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.Retention;
import dev.narrowgauge.db.RetentionStore;
import dev.narrowgauge.db.WebhookOutbox;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Deletes what is older than its project keeps it, and the rows and files that nobody needs any more. Any number of processes may
 * do so at a time. Ends early where its thread is interrupted.
 */
@Singleton
public final class RetentionSweep {
    private static final Logger LOG = Logger.getLogger(RetentionSweep.class);

    /** Of one look. */
    private static final int PART = 100;

    /** After so many it is the database, and not what is to be deleted. */
    private static final int MOST_FAILURES = 10;

    /** Each may have thousands of events. */
    private static final int RUNS_TO_THIN = 20;

    /** Of each sort, in one transaction. */
    private static final int DELIVERIES = 1000;

    /** Jobs whose message was lost are dispatched again long before. */
    private static final Duration STALE = Duration.ofHours(1);

    private final Retentions retentions;
    private final RetentionConfig config;
    private final ProjectStore projects;
    private final RetentionStore store;
    private final DeletedRunStore runs;
    private final ModelStore models;
    private final DatasetStore datasets;
    private final OutboxStore outbox;
    private final WebhookOutbox webhooks;
    private final Provider<BlobStore> blobs;

    /** @param blobs only asked for once work begins */
    RetentionSweep(
            Retentions retentions,
            RetentionConfig config,
            ProjectStore projects,
            RetentionStore store,
            DeletedRunStore runs,
            ModelStore models,
            DatasetStore datasets,
            OutboxStore outbox,
            WebhookOutbox webhooks,
            Provider<BlobStore> blobs) {
        this.retentions = requireNonNull(retentions, "retentions is null");
        this.config = requireNonNull(config, "config is null");
        this.projects = requireNonNull(projects, "projects is null");
        this.store = requireNonNull(store, "store is null");
        this.runs = requireNonNull(runs, "runs is null");
        this.models = requireNonNull(models, "models is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.outbox = requireNonNull(outbox, "outbox is null");
        this.webhooks = requireNonNull(webhooks, "webhooks is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
    }

    /** Fails as {@link Retentions#requireSensible} does. */
    void requireSensible() {
        retentions.requireSensible();
    }

    /** What there is to do; none of it needs another to have been done. */
    public List<Runnable> steps() {
        return List.of(
                this::deleteOld,
                this::thinEvents,
                this::dropRows,
                this::dropDeliveries,
                () -> blobs.get().removeLeft());
    }

    private void deleteOld() {
        Function<UUID, Retention> kept = retentions.ofProjects();
        List<Project> open = projects.list().stream()
                .filter(project -> project.deletionAskedAt().isEmpty())
                .toList();
        var _ = ofEach(open, project -> deleteOld(project, kept.apply(project.id())));
    }

    /** Runs first: what only they were about is unused afterwards. Returns how many runs and uploads. */
    private int deleteOld(Project project, Retention retention) {
        int oldRuns = 0;
        int oldUploads = 0;
        if (retention.runDays().isPresent()) {
            int days = retention.runDays().getAsInt();
            oldRuns = untilNothingIsLeft(() -> deleteRuns(project.id(), days));
        }
        if (retention.uploadDays().isPresent()) {
            int days = retention.uploadDays().getAsInt();
            oldUploads = untilNothingIsLeft(
                    () -> models.deleteOld(project.id(), days, PART) + datasets.deleteOld(project.id(), days, PART));
        }
        if (oldRuns + oldUploads > 0) {
            LOG.infof(
                    "deleted %d runs and %d models and datasets of the project %s, which keeps them no longer",
                    oldRuns, oldUploads, project.name());
        }
        return oldRuns + oldUploads;
    }

    private int deleteRuns(UUID project, int days) {
        return ofEach(store.oldRuns(project, days, PART), run -> runs.deleteOld(project, run) ? 1 : 0);
    }

    /**
     * How many there were in all. One for which the work fails keeps none behind it waiting: this goes on with them, and fails for it
     * at the end.
     */
    private static <T> int ofEach(List<T> items, ToIntFunction<T> work) {
        int all = 0;
        List<RuntimeException> failures = new ArrayList<>();
        for (T item : items) {
            if (Thread.currentThread().isInterrupted() || failures.size() == MOST_FAILURES) {
                break;
            }
            try {
                all += work.applyAsInt(item);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (failures.isEmpty()) {
            return all;
        }
        RuntimeException first = failures.removeFirst();
        failures.forEach(first::addSuppressed);
        throw first;
    }

    private void thinEvents() {
        var _ = untilNothingIsLeft(() -> store.thinEvents(config.progress(), RUNS_TO_THIN));
    }

    private void dropRows() {
        int dropped = outbox.dropStale(STALE);
        if (dropped > 0) {
            LOG.infof("dropped %d dispatch messages that nobody needs any more", dropped);
        }
        store.forgetKeys();
    }

    private void dropDeliveries() {
        var _ = untilNothingIsLeft(() -> webhooks.drop(config.webhookDeliveries(), DELIVERIES));
    }

    /** How many there were in all. */
    private static int untilNothingIsLeft(IntSupplier part) {
        int all = 0;
        int done = part.getAsInt();
        while (done > 0 && !Thread.currentThread().isInterrupted()) {
            all += done;
            done = part.getAsInt();
        }
        return all + done;
    }
}
