package dev.narrowgauge.api.project;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * Deletes what projects have that are to be deleted: first their runs are cancelled, so that nobody works for them, then they go
 * part by part. Any number of processes may do so; whoever comes next goes on where one has stopped.
 */
public final class DeletionLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeletionLoop.class);

    /** Of one transaction: a run may have thousands of events. */
    private static final int RUNS = 20;

    private final ProjectStore projects;
    private final RunStore runs;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("project-deletion").factory());

    private DeletionLoop(ProjectStore projects, RunStore runs) {
        this.projects = requireNonNull(projects, "projects is null");
        this.runs = requireNonNull(runs, "runs is null");
    }

    public static DeletionLoop start(ProjectStore projects, RunStore runs, Duration period) {
        DeletionLoop loop = new DeletionLoop(projects, runs);
        var _ = loop.timer.scheduleWithFixedDelay(loop::look, period.toMillis(), period.toMillis(), MILLISECONDS);
        return loop;
    }

    private void look() {
        try {
            projects.list().stream()
                    .filter(project -> project.deletionAskedAt().isPresent())
                    .forEach(this::delete);
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("cannot delete what projects have that are to be deleted; trying again", e);
            }
        }
    }

    private void delete(Project project) {
        List<UUID> open = projects.openRuns(project.id(), RUNS);
        while (!open.isEmpty() && !timer.isShutdown()) {
            open.forEach(runs::cancel);
            open = projects.openRuns(project.id(), RUNS);
        }
        boolean more = !timer.isShutdown();
        while (more) {
            more = projects.deletePart(project.id(), RUNS) && !timer.isShutdown();
        }
        if (projects.list().stream().noneMatch(left -> left.id().equals(project.id()))) {
            LOG.infof("the project %s has been deleted", project.name());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
