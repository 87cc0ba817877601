package dev.narrowgauge.api.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.error.Faults;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.IdempotencyKey;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.RunStore.Submission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What can be done with runs, over HTTP and gRPC alike. */
public final class Runs {
    static final int MAX_KEY = 200;

    private final RunStore store;
    private final JobStore jobs;
    private final RunChecks checks;
    private final Nodes nodes;
    private final ObjectMapper json;

    public Runs(RunStore store, JobStore jobs, RunChecks checks, Nodes nodes, ObjectMapper json) {
        this.store = requireNonNull(store, "store is null");
        this.jobs = requireNonNull(jobs, "jobs is null");
        this.checks = requireNonNull(checks, "checks is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.json = requireNonNull(json, "json is null");
    }

    /** Checks and files the run; with a key that came before, gives the run of that time. */
    public Submission submit(RunSubmission submission, Optional<String> key) {
        if (submission == null) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "The request has no body; send a JSON object.");
        }
        RunRequest asked = checked(submission);
        Optional<IdempotencyKey> idempotency = key.map(text ->
                new IdempotencyKey(requireKey(text), CanonicalRequest.of(asked).hash(json)));
        Optional<Run> earlier = idempotency.flatMap(store::earlier);
        if (earlier.isPresent()) {
            return new Submission(earlier.get(), true);
        }
        List<String> deviceClasses = nodes.deviceClasses(asked.deviceClasses());
        return store.submit(checks.onDevices(asked, submission, deviceClasses), idempotency);
    }

    private RunRequest checked(RunSubmission submission) {
        Faults faults = new Faults();
        Optional<RunRequest> request = checks.check(submission, faults);
        if (request.isEmpty() && submission.deviceClasses() != null) {
            // Else asked once it is known that the request did not come before.
            List<String> named = submission.deviceClasses().stream()
                    .filter(deviceClass -> deviceClass != null && !deviceClass.isBlank())
                    .toList();
            faults.check(() -> nodes.requireKnown(named));
        }
        faults.raise();
        return request.orElseThrow();
    }

    public Page<Run> list(Optional<Cursor> after, int size) {
        return store.list(after, size);
    }

    public Run get(String id) {
        return uuid(id).flatMap(store::find)
                .orElseThrow(() -> new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no run '" + id + "'."));
    }

    public VerdictDocument verdict(String id) {
        Run run = get(id);
        return run.verdict()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.CONFLICT,
                        switch (run.state()) {
                            case RUNNING, DONE -> "The run is not done yet; follow /v1/runs/%s/events.".formatted(id);
                            case CANCELLED -> "The run was cancelled and has no verdict; file another one.";
                        }));
    }

    /** The run, cancelled now or before. Fails with {@link ErrorCode#CONFLICT} when it is done. */
    public Run cancel(String id) {
        store.cancel(get(id).id());
        Run run = get(id);
        if (run.state() == RunState.DONE) {
            throw new NarrowgaugeException(ErrorCode.CONFLICT, "The run is done; there is nothing left to cancel.");
        }
        return run;
    }

    /** Quantize jobs in the order of the recipes, then benchmark jobs. */
    public List<Job> jobs(String id) {
        return jobs.ofRun(get(id).id());
    }

    public Job job(String id) {
        return uuid(id).flatMap(jobs::find)
                .orElseThrow(() -> new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no job '" + id + "'."));
    }

    /** Empty for a text that cannot be the id of anything. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String requireKey(String key) {
        return PlainText.require("The idempotency key", key, MAX_KEY);
    }
}
