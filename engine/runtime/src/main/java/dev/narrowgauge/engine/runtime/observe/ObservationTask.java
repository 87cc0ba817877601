package dev.narrowgauge.engine.runtime.observe;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.proto.engine.Observe;
import dev.narrowgauge.proto.engine.Observed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs a model as it is written, sample by sample, and writes down every tensor inside it. */
public final class ObservationTask {
    private static final String OBSERVED = "observed.onnx";

    private ObservationTask() {}

    public static Observed observe(Observe request, OnnxRuntime runtime, ProgressMeter progress) throws IOException {
        progress.begin("load", 0);
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory());
                SampleSet dataset = SampleSet.open(Path.of(request.getDatasetPath()))) {
            OnnxModel model = OnnxModelReader.read(Path.of(request.getModelPath()), work.path());
            BoundDataset data = dataset.bind(
                    model.describe().inputs().stream().map(InputSpec::of).toList());
            try (ObservedModel observed = open(model.inlined().proto(), runtime, work)) {
                return observe(observed, data, Path.of(request.getOutputDirectory()), progress);
            }
        }
    }

    /** Where a type is not known it is most often that of a tensor, but what is a sequence cannot be seen. */
    private static ObservedModel open(ModelProto model, OnnxRuntime runtime, TaskDirectory work) {
        Graph graph = Graph.of(model.getGraph());
        ElementTypes types = ElementTypes.of(graph);
        Set<String> known = values(graph, value -> types.of(value).hasFixedWidth());
        Set<String> likely = values(graph, value -> types.of(value) != ElementType.STRING);
        try {
            return ObservedModel.open(runtime, model, likely, Optimization.NONE, work, OBSERVED);
        } catch (NarrowgaugeException e) {
            if (known.equals(likely)) {
                throw e;
            }
            return ObservedModel.open(runtime, model, known, Optimization.NONE, work, OBSERVED);
        }
    }

    private static Set<String> values(Graph graph, Predicate<String> wanted) {
        return graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(value -> !value.isEmpty() && wanted.test(value))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Observed observe(ObservedModel model, BoundDataset data, Path directory, ProgressMeter progress) {
        progress.begin("observe", data.samples());
        int written = 0;
        try (Batches batches = data.batches(1)) {
            while (batches.hasNext()) {
                write(model.run(batches.next()), directory.resolve("sample-" + written + ".onnx"));
                written++;
                progress.advanceTo(written);
            }
        }
        return Observed.newBuilder().setSamples(written).build();
    }

    private static void write(Map<String, TensorData> values, Path file) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("values");
        values.forEach((name, data) -> {
            ElementType type = ElementType.valueOf(data.type().name());
            List<Long> dims = data.dims();
            graph.addInitializer(Tensors.raw(
                    name,
                    type,
                    ByteString.copyFrom(data.bytes().duplicate().rewind()),
                    dims.stream().mapToLong(Long::longValue).toArray()));
        });
        OnnxModelWriter.write(
                ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build(), file);
    }
}
