package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.narrowgauge.domain.determinism.RunSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.domain.provider.Execution;
import java.nio.file.Path;
import java.util.SortedMap;

/** ONNX Runtime in this process, with its settings; native code is loaded by the first session. */
public final class OnnxRuntime {
    /** Idle threads of one session must not spin on the cores that the next one works on. */
    private static final Settings NEXT_TO_OTHERS =
            options -> options.addConfigEntry("session.force_spinning_stop", "1");

    private final int threads;
    private final boolean asOnArm;
    private final boolean packs;
    private final SessionProvider provider;

    @FunctionalInterface
    private interface Settings {
        void accept(SessionOptions options) throws OrtException;
    }

    /** @param threads intra-op threads of every session; 0 takes the number of physical cores */
    public OnnxRuntime(int threads) {
        this(threads > 0 ? threads : PhysicalCores.available().usable(), false, true, new SessionProvider.Cpu());
    }

    private OnnxRuntime(int threads, boolean asOnArm, boolean packs, SessionProvider provider) {
        this.threads = threads;
        this.asOnArm = asOnArm;
        this.packs = packs;
        this.provider = provider;
    }

    /** The same runtime, whose sessions run there. */
    public OnnxRuntime on(Execution execution) {
        return new OnnxRuntime(threads, asOnArm, packs, SessionProvider.of(execution));
    }

    /** Every option of the provider that is set, by ONNX Runtime's names; none of the CPU's. */
    public SortedMap<String, String> providerOptions() {
        return provider.options();
    }

    /**
     * The same runtime, which leaves int8 activations as they are on whatever processor: on x86 it makes uint8 of them
     * when it loads a model, and from opset 21 on it fails at that where a QuantizeLinear stands behind a Reshape.
     */
    public OnnxRuntime asOnArm() {
        return new OnnxRuntime(threads, true, packs, provider);
    }

    /**
     * The same runtime, whose sessions read weights where they lie, in mapped files, instead of in a copy in the order of the
     * kernel's: of large models there is no room for the copy.
     */
    public OnnxRuntime withoutPacking() {
        return new OnnxRuntime(threads, asOnArm, false, provider);
    }

    public int threads() {
        return threads;
    }

    /** @throws dev.narrowgauge.domain.error.NarrowgaugeException when ONNX Runtime does not take the model */
    public ModelSession open(Path model, Optimization optimization) {
        return open(model, optimization, NEXT_TO_OTHERS);
    }

    /**
     * Writes the graph that {@code model} runs as, after all rewriting; weights are not packed for runs that will not be.
     *
     * @param name of the model, for messages
     */
    public void save(Path model, String name, Optimization optimization, Path optimized) {
        withoutPacking()
                .openAndSave(
                        model,
                        name,
                        optimization,
                        options -> options.setOptimizedModelFilePath(optimized.toString()),
                        optimized)
                .close();
    }

    /** Opens {@code model} and writes the graph that really runs, after all rewriting, to {@code optimized}. */
    public ModelSession openAndSave(Path model, Optimization optimization, Path optimized) {
        Settings saving = options -> {
            NEXT_TO_OTHERS.accept(options);
            options.setOptimizedModelFilePath(optimized.toString());
        };
        return openAndSave(model, model.getFileName().toString(), optimization, saving, optimized);
    }

    /**
     * As {@link #openAndSave}, and records what every node of every run takes, until {@link ModelSession#endProfiling}.
     *
     * @param profile where to write the record, beginning of the path
     */
    public ModelSession openProfiled(Path model, Path optimized, Path profile) {
        Settings saving = options -> {
            NEXT_TO_OTHERS.accept(options);
            options.setOptimizedModelFilePath(optimized.toString());
            options.enableProfiling(profile.toString());
        };
        return openAndSave(model, model.getFileName().toString(), Optimization.FULL, saving, optimized);
    }

    /**
     * Opens {@code model} as its user would, and records what every node of every run takes and where it runs, until
     * {@link ModelSession#endProfiling}.
     *
     * @param profile where to write the record, beginning of the path
     */
    public ModelSession openRecorded(Path model, Path profile) {
        return open(model, Optimization.FULL, options -> options.enableProfiling(profile.toString()));
    }

    /**
     * Opens {@code model} as its user would, for timing: fully optimized, and its threads spin between runs that follow each
     * other at once, as they do for the user. They go to sleep some milliseconds after the last one; before that nothing else
     * is to be timed.
     */
    public ModelSession openAlone(Path model) {
        return open(model, Optimization.FULL, options -> {});
    }

    /** Opens {@code model} to see what comes out with those settings. */
    public ModelSession open(Path model, RunSettings settings) {
        return new OnnxRuntime(settings.threads()).open(model, Optimization.of(settings.rewriting()), options -> {
            NEXT_TO_OTHERS.accept(options);
            options.setDeterministicCompute(settings.isDeterministic());
        });
    }

    /** A graph that cannot be written is refused in the same words as a model that is wrong. */
    private ModelSession openAndSave(
            Path model, String name, Optimization optimization, Settings settings, Path optimized) {
        try {
            return open(model, name, optimization, settings);
        } catch (NarrowgaugeException e) {
            throw e.code() == ErrorCode.MODEL_REJECTED_BY_RUNTIME
                    ? WorkDisk.fault(model, optimized).orElse(e)
                    : e;
        }
    }

    private ModelSession open(Path model, Optimization optimization, Settings settings) {
        return open(model, model.getFileName().toString(), optimization, settings);
    }

    private ModelSession open(Path model, String name, Optimization optimization, Settings settings) {
        FreedMemory.giveBack();
        try (var options = new SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(optimization.level());
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            if (asOnArm) {
                options.addConfigEntry("session.qdqisint8allowed", "1");
            }
            if (!packs) {
                options.addConfigEntry("session.disable_prepacking", "1");
            }
            settings.accept(options);
            add(provider, options);
            return new ModelSession(
                    environment, environment.createSession(model.toString(), options), name, provider.memory());
        } catch (OrtException e) {
            throw RuntimeFailures.whileLoading(name, e);
        }
    }

    /** A provider that is not there is no fault of the model. */
    private static void add(SessionProvider provider, SessionOptions options) {
        try {
            provider.addTo(options);
        } catch (OrtException e) {
            throw RuntimeFailures.withoutProvider(e);
        }
    }
}
