package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.ReleaseStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.gate.EvaluationUse;
import dev.narrowgauge.domain.gate.Gate;
import dev.narrowgauge.domain.gate.MoreForks;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.PreviousVerdict;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.gate.VerdictDocument.Subject;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Gives a verdict to each run whose jobs have all ended. Several processes may do so at once; one verdict is kept. */
public final class RunConcluder {
    private static final Logger LOG = Logger.getLogger(RunConcluder.class);

    /** The stores that evidence lies in. */
    public record Stores(
            RunStore runs,
            JobStore jobs,
            VariantStore variants,
            MeasurementStore measurements,
            ControlStore controls,
            ModelStore models,
            DatasetStore datasets,
            NodeStore nodes,
            ReleaseStore releases) {}

    private final Stores stores;
    private final VerdictProver prover;
    private final Clock clock;
    private final String address;

    /** @param address of the service, for links in what webhooks are told; without a slash at its end, empty where it is not known */
    public RunConcluder(Stores stores, VerdictProver prover, Clock clock, String address) {
        this.stores = requireNonNull(stores, "stores is null");
        this.prover = requireNonNull(prover, "prover is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.address = requireNonNull(address, "address is null");
    }

    /** A part of the runs, with those that wait for their verdict; see {@link RunStore#undecided(Optional, int)}. */
    RunStore.Undecided undecided(Optional<UUID> after, int most) {
        return stores.runs().undecided(after, most);
    }

    /** Those of the runs that wait for their verdict. */
    List<UUID> undecided(Set<UUID> of) {
        return stores.runs().undecided(of);
    }

    /** False when the run got its verdict, or was cancelled, meanwhile, or is extended instead. */
    boolean conclude(UUID runId) {
        Run run = stores.runs().find(runId).orElseThrow();
        // Before what they measured.
        List<Job> jobs = stores.jobs().ofRun(runId);
        VerdictDocument verdict = verdict(run, jobs);
        List<MoreForks> more = MoreForks.of(verdict.policy(), verdict.variants(), verdict.verdict());
        if (!more.isEmpty()) {
            if (stores.runs().extend(runId, jobs.size(), more)) {
                more.forEach(each -> LOG.infof("run %s: %s", runId, each.reason()));
            }
            return false;
        }
        VerdictDocument document = prover.digested(verdict);
        return stores.runs().decide(runId, jobs.size(), document, prover.proof(document), address);
    }

    private VerdictDocument verdict(Run run, List<Job> jobs) {
        RunRequest request = run.request();
        Model model = stores.models().ofRun(run.id(), request.modelId()).orElseThrow();
        Policy policy = request.policy().value();
        Occasion occasion = new Occasion(clock.instant(), model.id());
        Gate gate = new Gate(policy, occasion);
        EvidenceCollector collector = new EvidenceCollector(
                run,
                model,
                jobs,
                stores.variants().ofRun(run.id()),
                stores.measurements().ofRun(run.id()),
                stores.measurements().takenBy(run.id()),
                node -> stores.controls().history(node).floor(),
                file -> policy.asksForRuntimes() ? stores.measurements().runtimesOf(run.id(), file) : List.of());
        BaselineCollector baselines = new BaselineCollector(run, model, policy, stores);
        List<Row> rows = gate.rows(baselines.beside(collector.collect()));
        return new VerdictDocument(
                VerdictDocument.SCHEMA_VERSION,
                run.id().toString(),
                request.name(),
                occasion.decidedAt(),
                gate.verdict(rows),
                new Subject(model.id(), model.name()),
                subject(run, request.calibrationDatasetId()),
                subject(run, request.evaluationDatasetId()),
                policy,
                rows,
                gate.decisions(rows),
                collector.files(rows),
                evaluation(run),
                previous(run, rows),
                null);
    }

    private EvaluationUse evaluation(Run run) {
        Dataset samples = dataset(run, run.request().evaluationDatasetId());
        return new EvaluationUse(
                samples.description().samples(), stores.runs().earlierVerdicts(run.id(), EvaluationUse.MOST));
    }

    /** Null where there is none. */
    private PreviousVerdict previous(Run run, List<Row> rows) {
        return stores.runs()
                .previousVerdict(run.id())
                .map(earlier -> PreviousVerdict.of(
                        earlier.runId().toString(), earlier.decidedAt(), earlier.verdict(), earlier.rows(), rows))
                .orElse(null);
    }

    private Subject subject(Run run, String datasetId) {
        Dataset dataset = dataset(run, datasetId);
        return new Subject(dataset.id(), dataset.name());
    }

    private Dataset dataset(Run run, String datasetId) {
        return stores.datasets().ofRun(run.id(), datasetId).orElseThrow();
    }
}
