package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.KnownValues;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import dev.narrowgauge.proto.engine.Observe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the engine for the values inside a model on its samples; where the model does not run to its end, for those of the
 * longest beginning that runs.
 */
final class Observation {
    private final Engine engine;
    private final Path directory;
    private final long seed;

    /** @param seed of the values that no run gives */
    Observation(Engine engine, Path directory, long seed) {
        this.engine = engine;
        this.directory = directory;
        this.seed = seed;
    }

    KnownValues of(FaultyModel model, EngineCall call) {
        Samples observed = model.samples().isEmpty()
                ? Samples.NONE
                : observed(model, call).orElseGet(() -> ofBeginning(model, call));
        return new KnownValues(model, observed, seed);
    }

    private Samples ofBeginning(FaultyModel model, EngineCall call) {
        Samples longest = Samples.NONE;
        int runs = 0;
        int fails = model.model().getGraph().getNodeCount();
        while (fails - runs > 1) {
            int middle = (runs + fails) >>> 1;
            Optional<Samples> observed = observed(model.beginning(middle), call);
            longest = observed.orElse(longest);
            runs = observed.isPresent() ? middle : runs;
            fails = observed.isPresent() ? fails : middle;
        }
        return longest;
    }

    /** Empty where the model does not run, for whatever reason of its own. */
    private Optional<Samples> observed(FaultyModel model, EngineCall call) {
        Path file = directory.resolve("observed.onnx");
        Path data = directory.resolve("observed.npz");
        model.samples().write(data);
        OnnxModelWriter.write(model.model(), file);
        Observe task = Observe.newBuilder()
                .setModelPath(file.toString())
                .setDatasetPath(data.toString())
                .setOutputDirectory(directory.toString())
                .build();
        try {
            return Optional.of(read((int) engine.observe(task, call).value().getSamples()));
        } catch (NarrowgaugeException failure) {
            Judge.requireOfTheModel(failure);
            return Optional.empty();
        }
    }

    private Samples read(int count) {
        List<Map<String, TensorProto>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
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
}
