package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.graph.GraphPart;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import dev.narrowgauge.engine.quantizer.isolation.NodeIsolation;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the probe of one segment, and its tail once for each node: one batch at a time, so memory does not add up. */
final class SegmentMeasurement implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    /** Of one segment: as much as the weights of a probe that is worth closing for it. */
    private static final long MOST_KEPT_BYTES = 64L << 20;

    private final Segment segment;
    private final NodeIsolation isolation;
    private final List<String> outputs;
    private final FloatValues values;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final List<GraphPart> probes;
    private final List<ObservedModel> probing = new ArrayList<>();
    private final Optional<Arena> memory;
    private final List<Map<String, TensorData>> kept = new ArrayList<>();

    /** @param memory to keep what the probe gave in, so that its weights need not stay loaded; empty to run it again */
    SegmentMeasurement(
            Segment segment,
            NodeIsolation isolation,
            List<String> outputs,
            FloatValues values,
            Optional<Arena> memory,
            OnnxRuntime runtime,
            TaskDirectory work) {
        this.segment = segment;
        this.isolation = isolation;
        this.outputs = outputs;
        this.values = values;
        this.runtime = runtime;
        this.memory = memory;
        this.work = work;
        this.probes = segment.probes(isolation);
        try {
            for (GraphPart probe : probes) {
                probing.add(open(probe, values.declarations(probe.inputs()), Optimization.FULL, "probe.onnx"));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Segment segment() {
        return segment;
    }

    /** What each node of the segment does to its own results, and those that were chosen to the outputs. */
    Map<IsolatedNode, NodeNoise> measure(Set<IsolatedNode> chosen) {
        List<IsolatedNode> followed =
                segment.nodes().stream().filter(chosen::contains).toList();
        Map<IsolatedNode, NodeNoise> noises = new LinkedHashMap<>();
        segment.nodes().forEach(node -> noises.put(node, new NodeNoise()));
        try (Tail tail = new Tail(followed)) {
            for (int i = 0; i < values.batches().size(); i++) {
                Map<String, TensorData> batch = values.batches().get(i);
                Map<String, TensorData> probed = probed(i);
                noises.forEach((node, noise) -> {
                    if (addLocal(node, noise, probed) && chosen.contains(node)) {
                        noise.addOutputs(outputs, batch, tail.run(node, batch, probed));
                    }
                });
            }
        }
        return noises;
    }

    private Map<String, TensorData> probed(int batch) {
        if (batch < kept.size()) {
            return kept.get(batch);
        }
        Map<String, TensorData> probed = new HashMap<>();
        for (int i = 0; i < probes.size(); i++) {
            Batch feed =
                    FloatValues.feed(values.batches().get(batch), probes.get(i).inputs());
            probed.putAll(probing.get(i).run(feed));
        }
        if (memory.isPresent() && FloatValues.bytes(probed) * values.batches().size() <= MOST_KEPT_BYTES) {
            kept.add(FloatValues.copy(probed, memory.get()));
        }
        if (kept.size() == values.batches().size()) {
            close();
        }
        return kept.isEmpty() ? probed : kept.get(batch);
    }

    @Override
    public void close() {
        probing.forEach(ObservedModel::close);
        probing.clear();
    }

    private static boolean addLocal(IsolatedNode node, NodeNoise noise, Map<String, TensorData> probed) {
        boolean any = false;
        for (IsolatedNode.Result result : node.results()) {
            TensorData added = probed.get(result.noise());
            dropNonFinite(added.floats());
            any |= noise.addLocal(added, probed.get(result.signal()));
            if (!result.rounding().isEmpty()) {
                noise.addRounding(probed.get(result.rounding()));
            }
        }
        return any;
    }

    /** The difference of two equal infinities is no number, and no noise. */
    private static void dropNonFinite(FloatBuffer values) {
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                values.put(i, 0);
            }
        }
    }

    private ObservedModel open(GraphPart part, List<ValueInfoProto> inputs, Optimization optimization, String file) {
        return ObservedModel.open(runtime, isolation.model(part, inputs), part.results(), optimization, work, file);
    }

    /** The float model behind the start of a segment; loaded when the shapes of what is added are known. */
    private final class Tail implements AutoCloseable {
        private final List<IsolatedNode> nodes;
        private final GraphPart part;
        private final Arena arena = Arena.ofShared();
        private final Map<List<Long>, TensorData> zeros = new HashMap<>();
        private ObservedModel model;

        Tail(List<IsolatedNode> nodes) {
            this.nodes = nodes;
            this.part = isolation.tail(nodes, segment.start(), outputs);
        }

        /** With what that one node adds, and nothing of the others. */
        Map<String, TensorData> run(IsolatedNode node, Map<String, TensorData> batch, Map<String, TensorData> probed) {
            if (part.results().isEmpty()) {
                return Map.of();
            }
            if (model == null) {
                model = open(part, declarations(probed), Optimization.EXTENDED, "tail.onnx");
            }
            Map<String, TensorData> fed = new HashMap<>(batch);
            for (IsolatedNode other : nodes) {
                for (IsolatedNode.Result result : other.results()) {
                    TensorData added = probed.get(result.noise());
                    fed.put(result.noise(), other.equals(node) ? added : zero(added));
                }
            }
            Batch feed = FloatValues.feed(fed, part.inputs());
            return model.run(feed);
        }

        private List<ValueInfoProto> declarations(Map<String, TensorData> probed) {
            List<ValueInfoProto> inputs = new ArrayList<>();
            for (String input : part.inputs()) {
                inputs.add(
                        probed.containsKey(input)
                                ? values.declarationLike(input, probed.get(input))
                                : values.declaration(input));
            }
            return inputs;
        }

        private TensorData zero(TensorData like) {
            return zeros.computeIfAbsent(like.dims(), dims -> {
                ByteBuffer bytes = arena.allocate(Math.max(1, (long) like.elements() * Float.BYTES), ALIGNMENT)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder());
                return new TensorData(like.type(), dims, bytes);
            });
        }

        @Override
        public void close() {
            if (model != null) {
                model.close();
            }
            arena.close();
        }
    }
}
