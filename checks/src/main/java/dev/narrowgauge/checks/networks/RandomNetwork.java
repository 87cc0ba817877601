package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.judge.ModelRun;
import dev.narrowgauge.checks.zoo.Labelled;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.checks.zoo.Readout;
import dev.narrowgauge.checks.zoo.Samples;
import dev.narrowgauge.checks.zoo.Scenes;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network of random structure and weights with a fitted last layer: equal seeds give equal networks. */
record RandomNetwork(long seed, Family family) {
    static final String OUTPUT = "logits";
    static final Map<String, OutputKind> KINDS = Map.of(OUTPUT, OutputKind.CLASSES);

    private static final int OPSET = 17;
    private static final int MOST_NODES = 60;
    private static final int CLASSES = 4;
    private static final int FITTED = 128;
    private static final int CALIBRATED = 64;
    private static final int NEW = 200;

    /** What one network is measured with. */
    record Files(Path model, Path calibration, Path fresh, int nodes) {}

    static RandomNetwork of(long seed) {
        Family[] families = Family.values();
        return new RandomNetwork(seed, families[(int) (seed % families.length)]);
    }

    String name() {
        return "%03d-%s".formatted(seed, family.label());
    }

    Files write(Path directory) {
        Labelled fitted = family.data(new Scenes(seed, 2), FITTED, CLASSES);
        Path features = Samples.of("input", fitted.values()).write(directory.resolve("fitted.npz"));
        ModelProto model = network(features, fitted.labels());
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(model, file);
        return new Files(
                file,
                data(0, CALIBRATED).write(directory.resolve("calibration.npz")),
                data(1, NEW).write(directory.resolve("fresh.npz")),
                model.getGraph().getNodeCount());
    }

    private Samples data(int set, int count) {
        return Samples.of(
                "input", family.data(new Scenes(seed, set), count, CLASSES).values());
    }

    /** The same structure twice: once to see the features, once with the layer that reads them. */
    private ModelProto network(Path fitted, int[] labels) {
        NetworkBuilder features = new NetworkBuilder("random", seed);
        features.output(body(features), "features");
        List<float[]> seen = ModelRun.floats(features.build(OPSET), "features", fitted);
        Readout readout = Readout.fit(seen, labels, CLASSES);
        NetworkBuilder whole = new NetworkBuilder("random", seed);
        String body = body(whole);
        String weights = whole.floats(readout.weights(), readout.width(), readout.classes());
        String bias = whole.floats(readout.bias(), readout.classes());
        whole.output(whole.node("Gemm", List.of(body, weights, bias)), OUTPUT);
        return whole.build(OPSET);
    }

    /** The value that holds one row of features a sample. */
    private String body(NetworkBuilder network) {
        return family.body(network, new Random(seed), MOST_NODES - 1);
    }
}
