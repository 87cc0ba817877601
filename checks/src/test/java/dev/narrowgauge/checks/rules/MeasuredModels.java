package dev.narrowgauge.checks.rules;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAlone;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProfiles;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.PairedMeasurement;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.engine.client.ScenarioPlan;
import dev.narrowgauge.engine.runtime.determinism.DeterminismTask;
import dev.narrowgauge.engine.runtime.evaluate.EvaluationTask;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.profile.ProfileTask;
import dev.narrowgauge.engine.runtime.quantize.QuantizationTask;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Profile;
import dev.narrowgauge.proto.engine.Profiled;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Evidence as an agent finds it, by an engine in this process; times and cold starts by children of it, as they are of fresh
 * processes or of none.
 */
final class MeasuredModels {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final double SECONDS = 0.05;
    private static final int SAMPLES = 8;

    private final Path baseline;
    private final Path directory;
    private final OnnxRuntime runtime;
    private final ProgressMeter progress =
            new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);

    MeasuredModels(Path baseline, Path directory) {
        natives().ifPresent(path -> System.setProperty("onnxruntime.native.path", path.toString()));
        this.baseline = baseline;
        this.directory = directory;
        this.runtime = new OnnxRuntime(1);
    }

    /** As the build unpacked them; without it every process unpacks its own. */
    private static Optional<Path> natives() {
        return Optional.of(Path.of(System.getProperty("narrowgauge.root"))
                        .resolve("engine/runtime/target/engine/native/linux-x64"))
                .filter(Files::isDirectory)
                .filter(_ -> System.getProperty("os.arch").equals("amd64"));
    }

    Path quantized(Path calibration) throws IOException {
        Path target = directory.resolve("int8.onnx");
        QuantizationTask.quantize(
                Quantize.newBuilder()
                        .setModelPath(baseline.toString())
                        .setCalibrationPath(calibration.toString())
                        .setRecipeJson("{\"precision\": \"int8\", \"mode\": \"static\"}")
                        .setOutputPath(target.toString())
                        .setSkipLatencyCheck(true)
                        .setKeepInvalid(true)
                        .setWorkDirectory(directory.toString())
                        .build(),
                runtime,
                progress);
        return target;
    }

    /** Nothing but what the samples and the file itself say. */
    Evidence.Measured evaluated(Path variant, Path samples, PairedMeasurement timed) throws IOException {
        Evaluated evaluated = EvaluationTask.evaluate(
                Evaluate.newBuilder()
                        .setBaselinePath(baseline.toString())
                        .setVariantPath(variant.toString())
                        .setDatasetPath(samples.toString())
                        .setWorkDirectory(directory.toString())
                        .build(),
                runtime,
                progress);
        return new Evidence.Measured(
                "variant",
                variant.getFileName().toString(),
                Precision.INT8,
                Files.size(variant),
                Files.size(baseline),
                new Evidence.Device(
                        "x86-avx2",
                        "node",
                        "a processor",
                        "f".repeat(64),
                        Map.of("engine", timed.engineVersion(), "runtime", timed.runtimeVersion())),
                EngineEvidence.of(evaluated),
                undisturbed(timed.evidence()),
                null,
                new FurtherEvidence(null, List.of(), null, EngineEvidence.weights(evaluated), List.of(), null),
                null);
    }

    /** And on what kernels it ran. */
    Evidence.Measured profiled(Evidence.Measured measured, Path variant, Path samples) throws IOException {
        Profiled profiled = ProfileTask.profile(
                Profile.newBuilder()
                        .setBaselinePath(baseline.toString())
                        .setVariantPath(variant.toString())
                        .setDatasetPath(samples.toString())
                        .setSeconds(SECONDS)
                        .setWorkDirectory(directory.toString())
                        .build(),
                runtime,
                progress);
        SpeedInsight insight = SpeedInsight.of(
                ProfileComparison.of(
                        EngineProfiles.of(profiled.getBaseline()), EngineProfiles.of(profiled.getVariant())),
                new Roofline(1, List.of()),
                profiled.getThreads());
        FurtherEvidence before = measured.further();
        return with(
                measured,
                new FurtherEvidence(
                        insight,
                        before.scenarios(),
                        before.determinism(),
                        before.weights(),
                        before.runtimes(),
                        before.loss()));
    }

    /** And whether it gives the same again. */
    Evidence.Measured repeated(Evidence.Measured measured, Path variant, Path samples) throws IOException {
        DeterminismReport report = EngineProfiles.of(DeterminismTask.check(
                CheckDeterminism.newBuilder()
                        .setModelPath(variant.toString())
                        .setDatasetPath(samples.toString())
                        .setSamples(SAMPLES)
                        .setBrief(true)
                        .setWorkDirectory(directory.toString())
                        .build(),
                runtime,
                progress));
        FurtherEvidence before = measured.further();
        return with(
                measured,
                new FurtherEvidence(
                        before.insight(),
                        before.scenarios(),
                        report,
                        before.weights(),
                        before.runtimes(),
                        before.loss()));
    }

    /** And how long fresh processes take. */
    Evidence.Measured started(Evidence.Measured measured, List<ScenarioResult> scenarios) {
        FurtherEvidence before = measured.further();
        return with(
                measured,
                new FurtherEvidence(
                        before.insight(),
                        scenarios,
                        before.determinism(),
                        before.weights(),
                        before.runtimes(),
                        before.loss()));
    }

    private static Evidence.Measured with(Evidence.Measured measured, FurtherEvidence further) {
        return new Evidence.Measured(
                measured.variantId(),
                measured.recipeName(),
                measured.precision(),
                measured.sizeBytes(),
                measured.baselineSizeBytes(),
                measured.device(),
                measured.accuracy(),
                measured.latency(),
                measured.noiseFloor(),
                further,
                measured.sha256());
    }

    /** What takes processes of its own. */
    record Timed(PairedMeasurement latency, List<ScenarioResult> starts) {}

    /** Baseline and variant by turns, as often as an answer needs at least, and alone. */
    Timed timed(Path variant, Path samples) {
        ScenarioPlan alone = new ScenarioPlan(
                Scenario.SINGLE_STREAM,
                List.of(1),
                List.of(1),
                ScenarioPlan.STANDARD_FORKS,
                SECONDS,
                Optional.empty(),
                ScenarioPlan.STANDARD_PRECISION,
                ScenarioPlan.STANDARD_SEARCH,
                7);
        try (EngineAlone engine = engine().alone("times " + variant, call())) {
            PairedMeasurement latency = latency(variant, samples, engine);
            return new Timed(latency, engine.measure(List.of(baseline, variant), samples, alone, call()));
        }
    }

    private PairedMeasurement latency(Path variant, Path samples, EngineAlone engine) {
        BenchmarkPlan plan = new BenchmarkPlan(
                1,
                LatencyComparison.FEWEST_FORKS,
                LatencyComparison.FEWEST_FORKS,
                0.95,
                LatencyComparison.MARGIN,
                7,
                LONGEST,
                Execution.cpu(),
                Placement.MOST_FALLBACK);
        return engine.compare(baseline, List.of(variant), samples, plan, call()).getFirst();
    }

    /** As on a machine that does nothing else: limits a hundred times off do not ask what else ran meanwhile. */
    private static LatencyEvidence undisturbed(LatencyEvidence evidence) {
        List<Fork> forks = evidence.forks().stream()
                .map(fork -> new Fork(
                        fork.startOrder(),
                        fork.paddingBytes(),
                        fork.rounds().stream()
                                .map(round -> new Round(round.blocks().stream()
                                        .map(MeasuredModels::undisturbed)
                                        .toList()))
                                .toList()))
                .toList();
        return new LatencyEvidence(
                        evidence.baseline(), evidence.variant(), forks, evidence.threads(), evidence.seed(), true)
                .recounted();
    }

    private static Block undisturbed(Block block) {
        return new Block(
                block.role(), block.medianMillis(), List.of(), block.beganMillis(), block.histogram(), block.turns());
    }

    private Engine engine() {
        EngineProgram program =
                new EngineProgram(classPath().toString(), "dev.narrowgauge.engine.runtime.EngineMain", natives());
        return new Engine(program, directory, MachineLock.in(directory));
    }

    /** That of this process in one archive: ONNX Runtime does not stand a command line as long as it would be. */
    private Path classPath() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(joining(" ")));
        Path archive = directory.resolve("engine.jar");
        try (OutputStream out = Files.newOutputStream(archive);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive;
    }

    private static EngineCall call() {
        return new EngineCall(EngineLimits.ofThisMachine().withThreads(1), ProgressListener.none(), new CancelToken());
    }
}
