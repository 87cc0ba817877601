package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.MoreForks;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a run gets beyond the jobs that it asked for, inside the caller's transaction. */
final class RunExtensions {
    private RunExtensions() {}

    /** Jobs are only added to a run while its row is locked. */
    static boolean hasJobs(Handle handle, UUID runId, int jobs) {
        RunRows.lockIfRunning(handle, runId);
        return handle.createQuery("SELECT count(*) FROM job WHERE run_id = :runId")
                        .bind("runId", runId)
                        .mapTo(Integer.class)
                        .one()
                == jobs;
    }

    /** {@link RunStore#extend}. */
    static boolean extend(Handle handle, UUID runId, int jobs, List<MoreForks> more) {
        if (!RunRows.lockIfRunning(handle, runId)
                || RunRows.hasOpenJobs(handle, runId)
                || !hasJobs(handle, runId, jobs)) {
            return false;
        }
        RunStore.announce(
                handle,
                runId,
                RunState.RUNNING,
                Map.of("extended", more.stream().map(MoreForks::reason).toList()));
        List<Job> filed =
                more.stream().map(each -> benchmark(handle, runId, each)).toList();
        new NewJobs(filed, next(handle, runId)).file(handle, runId);
        handle.createUpdate("""
                        INSERT INTO extension (job_id, project_id, run_id, forks, reason)
                        SELECT asked.job_id, run.project_id, run.id, asked.forks, asked.reason
                        FROM run, unnest(CAST(:jobs AS uuid[]), CAST(:forks AS integer[]), CAST(:reasons AS text[]))
                            AS asked (job_id, forks, reason)
                        WHERE run.id = :runId
                        """)
                .bind("runId", runId)
                .bind("jobs", filed.stream().map(Job::id).toArray(UUID[]::new))
                .bind("forks", more.stream().mapToInt(MoreForks::forks).toArray())
                .bind("reasons", Columns.texts(more, MoreForks::reason))
                .execute();
        return true;
    }

    /** About documents of the versions that whoever made the variant knew. */
    private static Job benchmark(Handle handle, UUID runId, MoreForks asked) {
        UUID variant = UUID.fromString(asked.variantId());
        DocumentVersions documents = handle.createQuery("""
                        SELECT recipe_version, policy_version FROM job
                        WHERE id = (SELECT job_id FROM variant WHERE id = :variant)
                        """)
                .bind("variant", variant)
                .map((row, _) -> new DocumentVersions(row.getInt("recipe_version"), row.getInt("policy_version")))
                .one();
        return Job.benchmark(OrderedId.next(), runId, variant, asked.deviceClass(), documents);
    }

    private static int next(Handle handle, UUID runId) {
        return handle.createQuery("SELECT max(extension) + 1 FROM job WHERE run_id = :runId")
                .bind("runId", runId)
                .mapTo(Integer.class)
                .one();
    }
}
