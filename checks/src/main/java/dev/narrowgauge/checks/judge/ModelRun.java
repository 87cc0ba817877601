package dev.narrowgauge.checks.judge;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.frame.TemporaryDirectory;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models run by ONNX Runtime in this process, one sample at a time. */
public final class ModelRun {
    private static final OnnxRuntime RUNTIME = new OnnxRuntime(1);

    private ModelRun() {}

    /** Hears what several models make of one sample: outputs by name, and the sample's labels where there are some. */
    interface Listener {
        void sample(List<Map<String, OutputValues>> outputs, List<Long> labels);
    }

    /** Fails where ONNX Runtime does not take a model, or its inputs are not among the samples. */
    static void forEach(List<Path> models, Path samples, Listener listener) {
        try (SampleSet dataset = SampleSet.open(samples)) {
            List<Side> sides = new ArrayList<>();
            try {
                models.forEach(model -> sides.add(Side.open(model, RUNTIME)));
                try (Batches batches = bind(models.getFirst(), dataset).batches(1)) {
                    while (batches.hasNext()) {
                        Batch batch = batches.next();
                        listener.sample(
                                sides.stream().map(side -> side.outputs(batch)).toList(), batch.labels());
                    }
                }
            } finally {
                sides.forEach(Side::close);
            }
        }
    }

    /** One output of a model, sample by sample. */
    public static List<float[]> floats(Path model, String output, Samples samples) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            List<float[]> rows = new ArrayList<>();
            forEach(
                    List.of(model),
                    samples.write(directory.path().resolve("samples.npz")),
                    (outputs, labels) -> rows.add(outputs.getFirst().get(output).floats()));
            return rows;
        }
    }

    /** As above of a model that is not written yet. */
    public static List<float[]> floats(ModelProto model, String output, Samples samples) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path file = directory.path().resolve("model.onnx");
            OnnxModelWriter.write(model, file);
            return floats(file, output, samples);
        }
    }

    static BoundDataset bind(Path model, SampleSet dataset) {
        return dataset.bind(OnnxModelReader.read(model).describe().inputs().stream()
                .map(InputSpec::of)
                .toList());
    }

    private record Side(ModelSession session, BoundRun run, BatchFeed feed) {
        static Side open(Path model, OnnxRuntime runtime) {
            ModelSession session = runtime.open(model, Optimization.FULL);
            return new Side(session, BoundRun.ofAll(session), new BatchFeed(session));
        }

        Map<String, OutputValues> outputs(Batch batch) {
            feed.take(batch);
            Map<String, OutputValues> outputs = new HashMap<>();
            run.run(feed).forEach((name, tensor) -> outputs.put(name, OutputValues.of(tensor)));
            return outputs;
        }

        void close() {
            feed.close();
            run.close();
            session.close();
        }
    }
}
