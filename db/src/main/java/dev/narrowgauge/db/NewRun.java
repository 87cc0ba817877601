package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.trace.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A run that is to be filed.
 *
 * @param recipes of the request, as JSON
 * @param policy of the request, as JSON
 * @param jobs one for each recipe, in their order
 */
record NewRun(
        UUID id,
        UUID project,
        RunRequest request,
        String recipes,
        String policy,
        List<Job> jobs,
        Optional<IdempotencyKey> key,
        Submitter by) {
    private static final int LARGE = 64 << 10;

    NewRun {
        jobs = List.copyOf(jobs);
    }

    static NewRun of(UUID project, RunRequest request, Optional<IdempotencyKey> key, Submitter by) {
        UUID id = OrderedId.next();
        return new NewRun(
                id,
                project,
                request,
                Documents.write(request.recipes()),
                Documents.write(request.policy()),
                IntStream.range(0, request.recipes().size())
                        .mapToObj(recipe -> Job.quantize(
                                OrderedId.next(),
                                id,
                                recipe,
                                DocumentVersions.of(request.recipes().get(recipe), request.policy())))
                        .toList(),
                key,
                by);
    }

    /** Whether the database is occupied with it for so long that no other should wait for it. */
    boolean isLarge() {
        return recipes.length() + policy.length() > LARGE;
    }

    /** Empty where there is none. */
    String keyText() {
        return key.map(IdempotencyKey::key).orElse("");
    }

    /** Of the request that the key came with; empty where there is none. */
    String requestHash() {
        return key.map(IdempotencyKey::requestHash).orElse("");
    }

    /** What the audit log is to say of it, as JSON; empty where it says nothing. */
    String auditEntry() {
        return by.entry().map(entry -> entry.apply(id).json()).orElse("");
    }

    /** Of the request; empty where that was not traced. */
    String traceParent() {
        return by.trace().map(TraceParent::text).orElse("");
    }

    /** As it is once it was filed. */
    Run filed(Instant at) {
        return new Run(id, request, RunState.QUEUED, Optional.empty(), at, Optional.empty());
    }
}
