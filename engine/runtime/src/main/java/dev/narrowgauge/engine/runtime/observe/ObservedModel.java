package dev.narrowgauge.engine.runtime.observe;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.InnerValues;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model whose inner tensors can be seen while it runs: they are added to its outputs and written into memory that is
 * reused from run to run.
 */
public final class ObservedModel implements AutoCloseable {
    private static final long MEMORY_BUDGET_BYTES = 32L << 20;

    /** Not by the number of threads: a kernel's order of adding, and so the last bits, may follow from the batch. */
    private static final int LARGEST_BATCH = 8;

    private final ModelSession session;
    private final BoundRun run;
    private final Set<String> tensors;
    private final Map<String, String> inner;
    private final BatchFeed feed;

    private ObservedModel(ModelSession session, Set<String> tensors, Map<String, String> inner) {
        Set<String> outputs = new HashSet<>(tensors);
        outputs.addAll(inner.keySet());
        this.session = session;
        this.run = new BoundRun(session, outputs);
        this.feed = new BatchFeed(session);
        this.tensors = tensors;
        this.inner = inner;
    }

    /**
     * @param tensors names of values of the model: inputs, outputs or inner ones, in branches and bodies, too
     * @param name of the file that the model with its added outputs is written to
     */
    public static ObservedModel open(
            OnnxRuntime runtime,
            ModelProto model,
            Collection<String> tensors,
            Optimization optimization,
            TaskDirectory work,
            String name) {
        InnerValues.Exposed exposed = InnerValues.expose(model, tensors);
        Path file = work.write(withOutputs(exposed.model(), tensors), name);
        return new ObservedModel(runtime.open(file, optimization), Set.copyOf(tensors), exposed.outputs());
    }

    /**
     * As many samples as keep all cores busy while what is observed of them still fits the caches, more or less. Where the
     * shapes do not say how much that is, a run of one sample does.
     */
    public int batchSize(BoundDataset data) {
        long bytes = run.isFullyPinned() || data.requiredBatchSize().isPresent() ? run.bytesPerSample() : ofOne(data);
        return (int) Math.clamp(MEMORY_BUDGET_BYTES / Math.max(1, bytes), 1, LARGEST_BATCH);
    }

    private long ofOne(BoundDataset data) {
        try (Batches batches = data.batches(1)) {
            return run(batches.next()).values().stream()
                    .mapToLong(value -> value.bytes().capacity())
                    .sum();
        }
    }

    /** Whether every tensor has the samples of a batch one after the other, as far as the model's shapes tell. */
    public boolean separatesSamples() {
        return run.isFullyPinned();
    }

    /**
     * The observed tensors by name; valid until the next run. Those of a branch that did not run are empty; not there are
     * those that no way leads out of a body for.
     */
    public Map<String, TensorData> run(Batch batch) {
        feed.take(batch);
        Map<String, TensorData> observed = new LinkedHashMap<>();
        run.run(feed).forEach((output, value) -> observed.put(inner.getOrDefault(output, output), value));
        for (BatchTensor input : batch.tensors()) {
            if (tensors.contains(input.name())) {
                OnnxJavaType type = OnnxJavaType.valueOf(input.elementType().name());
                observed.put(input.name(), new TensorData(type, input.dims(), input.data()));
            }
        }
        return observed;
    }

    @Override
    public void close() {
        feed.close();
        run.close();
        session.close();
    }

    /** Outputs with their shapes, as far as those follow: what follows from the batch size goes into memory of ours. */
    private static ModelProto withOutputs(ModelProto model, Collection<String> tensors) {
        Graph values = Graph.of(model.getGraph());
        Shapes shapes = Shapes.of(values);
        ElementTypes types = ElementTypes.of(values);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        Set<String> known = new HashSet<>();
        graph.getInputList().forEach(input -> known.add(input.getName()));
        graph.getOutputList().forEach(output -> known.add(output.getName()));
        for (String tensor : tensors) {
            boolean isInMainGraph = values.producer(tensor).isPresent()
                    || values.initializer(tensor).isPresent();
            if (known.add(tensor) && isInMainGraph) {
                graph.addOutput(declaration(tensor, types.of(tensor), shapes.proto(tensor)));
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static ValueInfoProto declaration(String tensor, ElementType type, Optional<TensorShapeProto> shape) {
        ValueInfoProto.Builder declared = ValueInfoProto.newBuilder().setName(tensor);
        if (type != ElementType.UNDEFINED) {
            shape.ifPresent(dims -> declared.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .setElemType(type.number())
                    .setShape(dims));
        }
        return declared.build();
    }
}
