package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A network of random structure and weights with a fitted last layer: equal seeds give equal networks. */
record RandomNetwork(long seed, Family family) {
    static final String INPUT = "input";
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
        ModelProto model = new Fitted("random", seed, OPSET, this::body)
                .classifier(Samples.of(INPUT, fitted.values()), fitted.labels(), CLASSES, OUTPUT);
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
                INPUT, family.data(new Scenes(seed, set), count, CLASSES).values());
    }

    /** The value that holds one row of features a sample. */
    private String body(NetworkBuilder network) {
        return family.body(network, new Random(seed), MOST_NODES - 1);
    }
}
