package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.Map;
import java.util.function.Function;

/**
 * A network that tells pictures of eight kinds apart.
 *
 * @param side of the pictures, in pixels
 * @param body from the input {@code image} to one row of features a sample
 */
public record ImageClassifier(
        String name, String topology, long seed, int side, long opset, Function<NetworkBuilder, String> body)
        implements Architecture {
    static final String INPUT = "image";

    private static final int CLASSES = 8;
    private static final int FITTED = 320;
    private static final int FITTING_SET = 99;

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("logits", OutputKind.CLASSES);
    }

    @Override
    public ModelProto build() {
        Labelled fitted = images(FITTING_SET, FITTED);
        return new Fitted(name, seed, opset, body)
                .classifier(Samples.of(INPUT, fitted.values()), fitted.labels(), CLASSES, "logits");
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of(INPUT, images(set, count).values());
    }

    private Labelled images(int set, int count) {
        return new Scenes(seed, set).images(count, 3, side, side, CLASSES);
    }
}
