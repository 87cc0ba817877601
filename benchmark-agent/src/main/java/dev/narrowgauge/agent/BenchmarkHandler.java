package dev.narrowgauge.agent;

import dev.narrowgauge.blob.BlobFiles;
import dev.narrowgauge.blob.BlobSource;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.WeightTypes;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAlone;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.PairedMeasurement;
import dev.narrowgauge.engine.client.ProviderMessages;
import dev.narrowgauge.gateway.BenchmarkInputs;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskResult;
import dev.narrowgauge.service.TaskFetch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * One benchmark job: accuracy on this node, for the same file may score differently on another, then latency against the
 * baseline with the machine to itself, and with it the other variants of the run that wait for this class of device.
 */
final class BenchmarkHandler implements TaskHandler {
    private static final Logger LOG = System.getLogger(BenchmarkHandler.class.getName());

    /**
     * A variant that is to be timed.
     *
     * @param weights as what its file stores its weights
     */
    private record Candidate(
            Task task, BenchmarkInputs asked, Path file, AccuracyEvidence accuracy, WeightTypes weights) {}

    /** What the variants of a run are measured against, and on; the files are held with those of the variants. */
    private record Inputs(Path baseline, Path samples, BlobFiles files) {}

    private final ControlPlane plane;
    private final BlobSource blobs;
    private final NodeEngines engines;
    private final EngineLimits limits;
    private final int mostForks;
    private final FurtherLooks looks;
    private final Node node;

    BenchmarkHandler(
            ControlPlane plane,
            BlobSource blobs,
            NodeEngines engines,
            EngineLimits limits,
            int mostForks,
            FurtherLooks looks,
            Node node) {
        this.plane = plane;
        this.blobs = blobs;
        this.engines = engines;
        this.limits = limits;
        this.mostForks = mostForks;
        this.looks = looks;
        this.node = node;
    }

    @Override
    public List<TaskResult> run(Task task) {
        BenchmarkInputs asked = plane.inputs(task.job());
        try (BlobFiles files = new BlobFiles(blobs)) {
            FetchWatch watch = TaskFetch.of(task);
            Inputs inputs = new Inputs(files.path(asked.modelId(), watch), files.path(asked.datasetId(), watch), files);
            Engine engine = device(task).engine();
            Candidate first = candidate(task, asked, inputs, engine::evaluate);
            try (EngineAlone alone = engine.alone("times variants of a model", call(List.of(first)))) {
                return measure(candidates(first, inputs, alone), inputs, alone);
            }
        }
    }

    @Override
    public void requireMachine() {
        blobs.requireUsable();
        // A job names what was stored: the folder of a mount that is missing can be written, and is empty.
        blobs.requireContent();
        engines.own().requireUsable();
    }

    /** With those that were made meanwhile: they are asked for last, so that as many as possible share the baseline. */
    private List<Candidate> candidates(Candidate first, Inputs inputs, EngineAlone alone) {
        List<Candidate> candidates = new ArrayList<>(List.of(first));
        for (int more = SharedMachine.mostVariants(limits) - 1; more > 0; more--) {
            Optional<Task> sibling = first.task().claimSibling();
            if (sibling.isEmpty()) {
                break;
            }
            Task claimed = sibling.get();
            claimed.attempt(
                    () -> candidates.add(candidate(claimed, plane.inputs(claimed.job()), inputs, alone::evaluate)));
        }
        return List.copyOf(candidates);
    }

    private Candidate candidate(
            Task task,
            BenchmarkInputs asked,
            Inputs inputs,
            BiFunction<Evaluate, EngineCall, EngineAnswer<Evaluated>> evaluation) {
        Path file = inputs.files().path(asked.variantSha256(), TaskFetch.of(task));
        Evaluate engineRequest = Evaluate.newBuilder()
                .setBaselinePath(inputs.baseline().toString())
                .setVariantPath(file.toString())
                .setDatasetPath(inputs.samples().toString())
                .setExecution(ProviderMessages.message(device(task).execution()))
                .build();
        EngineCall call = new EngineCall(limits, new TaskProgress(List.of(task)), stoppedWith(List.of(task)));
        Evaluated evaluated = evaluation.apply(engineRequest, call).value();
        return new Candidate(task, asked, file, EngineEvidence.of(evaluated), EngineEvidence.weights(evaluated));
    }

    /** All in the same forks. Where that fails each alone, so that a variant fails its own job and no other. */
    private List<TaskResult> measure(List<Candidate> candidates, Inputs inputs, EngineAlone alone) {
        List<TaskResult> results = new ArrayList<>();
        if (candidates.size() > 1) {
            try {
                List<PairedMeasurement> found = compare(candidates, inputs, alone);
                for (int i = 0; i < found.size(); i++) {
                    results.add(result(candidates.get(i), found.get(i), inputs, alone));
                }
                return results;
            } catch (NarrowgaugeException failure) {
                LOG.log(
                        Level.INFO,
                        "{0} variants of run {1} could not be measured together, so each is alone: {2}",
                        candidates.size(),
                        candidates.getFirst().task().job().runId(),
                        failure.getMessage());
            }
        }
        for (Candidate candidate : candidates) {
            candidate
                    .task()
                    .attempt(() -> results.add(result(
                            candidate,
                            compare(List.of(candidate), inputs, alone).getFirst(),
                            inputs,
                            alone)));
        }
        return results;
    }

    private List<PairedMeasurement> compare(List<Candidate> candidates, Inputs inputs, EngineAlone alone) {
        Task first = candidates.getFirst().task();
        BenchmarkPlan plan = forks(candidates, BenchmarkPlan.standard(seed(first)))
                .sharedBy(candidates.size())
                .on(device(first).execution(), Placement.MOST_FALLBACK);
        return alone.compare(
                inputs.baseline(),
                candidates.stream().map(Candidate::file).toList(),
                inputs.samples(),
                plan,
                call(candidates));
    }

    /** Of an extension as many as the most that any of them asks for. */
    private BenchmarkPlan forks(List<Candidate> candidates, BenchmarkPlan plan) {
        OptionalInt asked = candidates.stream()
                .map(Candidate::asked)
                .map(BenchmarkInputs::forks)
                .flatMapToInt(OptionalInt::stream)
                .max();
        return asked.isPresent() ? plan.withExactly(asked.getAsInt()) : plan.withForks(mostForks);
    }

    /** On what the job is to be measured: all that share forks have the same class. */
    private DeviceEngine device(Task task) {
        return engines.of(task.job().deviceClass().orElseThrow());
    }

    private EngineCall call(List<Candidate> candidates) {
        List<Task> tasks = candidates.stream().map(Candidate::task).toList();
        return new EngineCall(SharedMachine.limits(limits, tasks.size()), new TaskProgress(tasks), stoppedWith(tasks));
    }

    /** Cancelled when the last of the tasks is stopped: what is measured together goes on for the others. */
    private static CancelToken stoppedWith(List<Task> tasks) {
        CancelToken cancel = new CancelToken();
        AtomicInteger left = new AtomicInteger(tasks.size());
        Runnable stop = () -> {
            if (left.decrementAndGet() == 0) {
                cancel.cancel();
            }
        };
        tasks.forEach(task -> task.onStop(stop));
        return cancel;
    }

    /** Another for every job and attempt, and kept with the evidence; who share a baseline share the seed of one of them. */
    private static long seed(Task task) {
        return task.jobId().getLeastSignificantBits() + task.attempt();
    }

    private TaskResult result(Candidate candidate, PairedMeasurement measurement, Inputs inputs, EngineAlone alone) {
        Task task = candidate.task();
        Provider provider = device(task).execution().provider();
        FurtherLooks.Found found = provider == Provider.CPU
                ? looks.at(
                        new FurtherLooks.Files(inputs.baseline(), candidate.file(), inputs.samples()),
                        candidate.asked().forks().orElse(0),
                        alone,
                        call(List.of(candidate)))
                : FurtherLooks.Found.nothing();
        Evidence.Device device = new Evidence.Device(
                task.job().deviceClass().orElseThrow(),
                node.name(),
                node.description(),
                node.fingerprint(),
                software(measurement, provider));
        Measurement measured = new Measurement(
                UUID.randomUUID(),
                task.job().runId(),
                task.jobId(),
                candidate.asked().variantId(),
                device,
                candidate.accuracy(),
                measurement.evidence(),
                Instant.now(),
                found.insight(),
                found.scenarios(),
                found.determinism(),
                candidate.weights());
        return new TaskResult(task, () -> plane.finish(task.jobId(), task.attempt(), measured));
    }

    /** Whatever of it makes timings others; options of sessions come with the version of the engine. */
    private static Map<String, String> software(PairedMeasurement measurement, Provider provider) {
        return Map.of(
                "engine", measurement.engineVersion(),
                "runtime", measurement.runtimeVersion(),
                "provider", provider.runtimeName(),
                "java", Runtime.version().toString());
    }
}
