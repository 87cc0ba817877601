package dev.narrowgauge.api.run;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.api.access.Call;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.node.Nodes;
import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.IdempotencyKey;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.db.ReleaseStore;
import dev.narrowgauge.db.RunFilter;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.RunStore.Submission;
import dev.narrowgauge.db.Submitter;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.TimelineStore;
import dev.narrowgauge.domain.accuracy.DetectableLoss;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.timeline.RunTimeline;
import dev.narrowgauge.domain.trace.TraceParent;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What can be done with runs, over HTTP and gRPC alike. */
@Singleton
public final class Runs {
    static final int MAX_KEY = 200;
    private static final int MOST = 1000;

    private final RunStore store;
    private final JobStore jobs;
    private final TimelineStore timelines;
    private final DeletedRunStore deletedRuns;
    private final ReleaseStore releases;
    private final RunChecks checks;
    private final RunInputs inputs;
    private final Nodes nodes;
    private final SubmissionHash hash = new SubmissionHash();

    Runs(TenantStores stores, RunChecks checks, RunInputs inputs, Nodes nodes) {
        this.store = stores.runs();
        this.jobs = stores.jobs();
        this.timelines = stores.timelines();
        this.deletedRuns = stores.deletedRuns();
        this.releases = stores.releases();
        this.checks = requireNonNull(checks, "checks is null");
        this.inputs = requireNonNull(inputs, "inputs is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
    }

    /**
     * Checks and files the run; with a key that came before, gives the run of that time.
     *
     * @param call by which it is asked for, which the audit log tells of together with it
     * @param trace that call; empty where it is not traced
     */
    public Submission submit(RunSubmission submission, Optional<String> key, Call call, Optional<TraceParent> trace) {
        if (submission == null) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "The request has no body; send a JSON object.");
        }
        Optional<IdempotencyKey> idempotency =
                key.map(text -> new IdempotencyKey(requireKey(text), hash.of(submission)));
        RunRequest request;
        try {
            RunRequest asked = checked(submission);
            // Nearly every key is new, which filing finds out anyway. Only where a check takes long is it asked for
            // before.
            Optional<Submission> earlier = RunChecks.takeLong(asked) ? earlier(idempotency) : Optional.empty();
            if (earlier.isPresent()) {
                return earlier.get();
            }
            request = onDevices(asked, submission);
        } catch (NarrowgaugeException refusal) {
            // What was taken once is not refused when it is sent again, whatever has become of its nodes.
            return earlier(idempotency).orElseThrow(() -> refusal);
        }
        Submitter submitter = new Submitter(RunChecks.priority(submission), Optional.of(call::made), trace);
        return store.submit(request, idempotency, submitter);
    }

    private RunRequest onDevices(RunRequest asked, RunSubmission submission) {
        Faults faults = new Faults();
        List<String> deviceClasses = faults.of("/deviceClasses", () -> nodes.deviceClasses(asked.deviceClasses()))
                .orElse(asked.deviceClasses());
        RunRequest request = checks.onDevices(asked, submission, deviceClasses, faults);
        faults.raise();
        return request;
    }

    /** Adds everything that is known to be wrong with the submission before anything is written. */
    public void addFaults(RunSubmission submission, Faults faults) {
        var _ = checks.check(submission, faults);
        addRest(submission, faults);
    }

    private Optional<Submission> earlier(Optional<IdempotencyKey> key) {
        return key.flatMap(store::earlier).map(run -> new Submission(run, true));
    }

    private RunRequest checked(RunSubmission submission) {
        Faults faults = new Faults();
        Optional<RunRequest> request = checks.check(submission, faults);
        if (request.isEmpty()) {
            addRest(submission, faults);
        }
        faults.raise();
        return request.orElseThrow();
    }

    /** What is looked at last, and of a submission that has other faults, too. */
    private void addRest(RunSubmission submission, Faults faults) {
        List<String> classes = submission.deviceClasses() == null ? List.of() : submission.deviceClasses();
        faults.check("/deviceClasses", () -> nodes.requireKnown(classes));
        checks.checkNames(submission, faults);
    }

    public Page<Run> list(RunFilter filter, Optional<Cursor> after, int size) {
        return store.list(filter, after, size);
    }

    public Run get(String id) {
        return uuid(id).flatMap(store::find).orElseThrow(() -> missing(id));
    }

    /** Where its time went, so far where it has not ended. */
    public RunTimeline timeline(String id) {
        return uuid(id).flatMap(timelines::ofRun).orElseThrow(() -> missing(id));
    }

    private NarrowgaugeException missing(String id) {
        return uuid(id).flatMap(deletedRuns::find)
                .map(left -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "The run '%1$s' was deleted at %2$s; GET /v1/deleted-runs/%1$s says what is left of it."
                                .formatted(id, left.deletedAt())))
                .orElseGet(() -> unknown(id));
    }

    private static NarrowgaugeException unknown(String id) {
        return new NarrowgaugeException(ErrorCode.NOT_FOUND, "There is no run '" + id + "'.");
    }

    /**
     * How small a loss of top-1 the evaluation dataset of a run can show, and what the limit of its policy takes, a sentence;
     * empty without labels.
     */
    public Optional<String> detectableLoss(Run run) {
        double limit = run.request().policy() instanceof Stored.Known<Policy> policy
                ? policy.value().limits().agreement().mostTop1Loss()
                : 0;
        return inputs.dataset(run.request().evaluationDatasetId())
                .map(Dataset::description)
                .filter(DatasetDescription::labelled)
                .map(dataset -> DetectableLoss.sentence(dataset.samples(), limit));
    }

    /** Also of a run that was deleted. Fails with {@link ErrorCode#NOT_FOUND}, and with {@link ErrorCode#CONFLICT} where it has none. */
    public VerdictDocument verdict(String id) {
        Optional<UUID> run = uuid(id);
        return run.flatMap(store::verdict)
                .or(() -> run.flatMap(deletedRuns::verdict))
                .orElseThrow(() -> noVerdict(id));
    }

    private NarrowgaugeException noVerdict(String id) {
        RunState state =
                uuid(id).flatMap(deletedRuns::find).map(DeletedRun::state).orElseGet(() -> get(id).state());
        return new NarrowgaugeException(
                ErrorCode.CONFLICT,
                switch (state) {
                    case QUEUED, RUNNING, DONE -> "The run has not ended yet; follow /v1/runs/%s/events.".formatted(id);
                    case CANCELLED -> "The run was cancelled and has no verdict; submit another one.";
                });
    }

    /**
     * Deletes the run, and gives what is left of it; of one that was deleted before the same. Fails with {@link
     * ErrorCode#NOT_FOUND}, and with {@link ErrorCode#CONFLICT} where it has not ended, or a release refers to it.
     */
    public DeletedRun delete(String id) {
        UUID run = uuid(id).orElseThrow(() -> unknown(id));
        if (!deletedRuns.delete(run) && store.state(run).isPresent()) {
            List<Release> keeping = releases.keeping(run);
            if (!keeping.isEmpty()) {
                throw released(keeping);
            }
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The run has not ended; cancel it first, by POST to /v1/runs/%s/cancel.".formatted(id));
        }
        return deleted(id);
    }

    private static NarrowgaugeException released(List<Release> keeping) {
        return new NarrowgaugeException(
                ErrorCode.CONFLICT,
                "The run has the variant of %s; roll back or withdraw what is not to be deployed any more first."
                        .formatted(keeping.stream()
                                .map(release -> "the release %s (%s)".formatted(release.title(), release.state()))
                                .collect(joining(", "))));
    }

    /** What is left of a run that was deleted. Fails with {@link ErrorCode#NOT_FOUND}. */
    public DeletedRun deleted(String id) {
        return uuid(id).flatMap(deletedRuns::find)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND, "There is no run '%s' that was deleted.".formatted(id)));
    }

    Page<DeletedRun> listDeleted(Optional<Cursor> after, int size) {
        return deletedRuns.list(after, size);
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

    /**
     * Cancels the runs of the filter that have not ended, up to a thousand. Fails with {@link ErrorCode#REQUEST_INVALID}
     * when nothing was asked for: nobody means all by saying nothing.
     */
    CancelledRuns cancel(RunFilter filter) {
        if (filter.equals(RunFilter.ALL)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The request does not say which runs to cancel; add a filter such as a tag, or the states QUEUED and"
                            + " RUNNING for all.");
        }
        Set<RunState> states = Arrays.stream(RunState.values())
                .filter(state -> !state.ended())
                .filter(state -> filter.states().isEmpty() || filter.states().contains(state))
                .collect(toUnmodifiableSet());
        if (states.isEmpty()) {
            return new CancelledRuns(List.of(), false);
        }
        Page<Run> open = store.list(filter.withStates(states), Optional.empty(), MOST);
        List<UUID> cancelled =
                open.items().stream().map(Run::id).filter(store::cancel).toList();
        return new CancelledRuns(cancelled, open.next().isPresent());
    }

    /** Quantize jobs in the order of the recipes, then benchmark jobs. */
    public List<JobStanding> jobs(String id) {
        return jobs.standingsOfRun(get(id).id());
    }

    public JobStanding job(String id) {
        return uuid(id).flatMap(jobs::standing)
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
