package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.KnownValues;
import dev.narrowgauge.engine.onnx.reduce.Reducer;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import dev.narrowgauge.engine.onnx.reduce.Trials;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Observe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reduces models with an engine in this process as the judge: many tries a second. */
final class ReducedInProcess {
    private final Path directory;

    ReducedInProcess(Path directory) {
        this.directory = directory;
    }

    static FaultyModel read(ModelProto model, Path dataset, int samples) {
        List<InputSpec> inputs = OnnxModel.of(model).describe().inputs().stream()
                .map(InputSpec::of)
                .toList();
        try (SampleSet open = SampleSet.open(dataset)) {
            return new FaultyModel(model, Samples.read(open, inputs, samples));
        }
    }

    static FaultyModel unfed(ModelProto model) {
        return new FaultyModel(model, Samples.NONE);
    }

    /** The fault shows where the engine answers that request for a model and its data so. */
    FaultyModel reduce(FaultyModel start, Predicate<FaultyModel> fault) {
        return reduce(start, fault, (stage, done, total) -> {});
    }

    FaultyModel reduce(FaultyModel start, Predicate<FaultyModel> fault, Trials.Listener listener) {
        Trials trials = new Trials(start, fault, () -> true, listener);
        return new Reducer(trials, model -> new KnownValues(model, observe(model), 1)).reduce(start);
    }

    /** None where it does not run. */
    Samples observe(FaultyModel model) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setObserve(Observe.newBuilder()
                        .setModelPath(write(model.model()).toString())
                        .setDatasetPath(write(model.samples()).toString())
                        .setOutputDirectory(directory.toString())
                        .setWorkDirectory(directory.toString()))
                .build());
        List<Map<String, TensorProto>> samples = new ArrayList<>();
        for (int i = 0; i < answer.getResult().getObserved().getSamples(); i++) {
            Map<String, TensorProto> values = new LinkedHashMap<>();
            OnnxModelReader.readUnchecked(directory.resolve("sample-" + i + ".onnx"))
                    .proto()
                    .getGraph()
                    .getInitializerList()
                    .forEach(tensor -> values.put(tensor.getName(), tensor));
            samples.add(values);
        }
        return new Samples(samples);
    }

    Path write(ModelProto model) {
        Path file = directory.resolve("candidate.onnx");
        OnnxModelWriter.write(model, file);
        return file;
    }

    Path write(Samples samples) {
        Path file = directory.resolve("candidate.npz");
        samples.write(file);
        return file;
    }
}
