package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Loads a variant as its user would and looks at the graph that really runs, and at a short profile of it. */
public final class FusionCheck {
    /** The first runs allocate; a median over more than these is not better worth its time. */
    private static final int MOST_RUNS = 9;

    private static final long LONGEST_NANOS = 150_000_000;

    private static final String RUNNING = "running.onnx";

    private FusionCheck() {}

    /** The graph that the variant which was checked last runs as. */
    public static ModelProto running(TaskDirectory work) {
        return OnnxModelReader.readUnchecked(work.resolve(RUNNING)).proto();
    }

    /** The name that a node had before ONNX Runtime rewrote the graph around it, if it kept one. */
    public static String plainName(String running) {
        return KernelMatch.plain(running);
    }

    /**
     * @param precision of the variant
     * @param baseline the float model that the variant was made from
     * @param file the variant as it was written
     * @param profiled samples to profile; without them only the graph is looked at
     * @param counted the run whose cost is counted
     */
    public static Fusion check(
            Precision precision,
            ModelProto baseline,
            QuantizedModel variant,
            Path file,
            Optional<BoundDataset> profiled,
            Optional<CountedRun> counted,
            OnnxRuntime runtime,
            TaskDirectory work) {
        Path running = work.resolve(RUNNING);
        KernelProfile profile = profiled.map(samples -> profile(file, running, samples, runtime, work))
                .orElseGet(() -> {
                    runtime.save(file, file.getFileName().toString(), Optimization.FULL, running);
                    return KernelProfile.EMPTY;
                });
        RunningModels.keep(variant.model(), running, work);
        ModelProto graph = OnnxModelReader.readUnchecked(running).proto();
        Fusion fusion = FusionVerifier.verify(
                precision, variant.nodes(), FlatModel.of(baseline), flat(variant.model()), flat(graph), profile);
        return counted.map(run -> fusion.withCountedMicros(run.micros(graph))).orElse(fusion);
    }

    private static KernelProfile profile(
            Path file, Path running, BoundDataset samples, OnnxRuntime runtime, TaskDirectory work) {
        try (ModelSession session = runtime.openProfiled(file, running, work.resolve("profile"))) {
            int runs = run(session, samples);
            Path record = session.endProfiling();
            KernelProfile profile = KernelProfile.read(record, runs);
            Files.deleteIfExists(record);
            return profile;
        } catch (IOException e) {
            throw new UncheckedIOException("The profile is not removable", e);
        }
    }

    private static GraphProto flat(ModelProto model) {
        return FlatModel.of(model).graph();
    }

    private static int run(ModelSession session, BoundDataset data) {
        int runs = 0;
        long start = System.nanoTime();
        try (Batches batches = data.batches(1);
                var feed = new BatchFeed(session);
                var run = BoundRun.ofAll(session)) {
            while (batches.hasNext() && runs < MOST_RUNS && (runs < 1 || System.nanoTime() - start < LONGEST_NANOS)) {
                feed.take(batches.next());
                run.run(feed);
                runs++;
            }
        }
        return runs;
    }
}
