package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.function.UnaryOperator;

/** MobileNetV3 (Howard et al. 2019): inverted residuals with squeeze-excite gates and hard-swish. */
final class MobileNet {
    static final Architecture ARCHITECTURE = new ImageClassifier(
            "mobilenetv3", "MobileNetV3-Small", 11, 96, 17, network -> new MobileNet(network).body());

    private final NetworkBuilder network;
    private final Layers layers;

    private MobileNet(NetworkBuilder network) {
        this.network = network;
        this.layers = new Layers(network);
    }

    private String body() {
        String image = network.input(ImageClassifier.INPUT, 3, 96, 96);
        image = layers.hardSwish(layers.convNorm(image, 3, 16, 3, 2, 1));
        image = block(image, 16, 16, 16, 3, 2, true, layers::relu);
        image = block(image, 16, 72, 24, 3, 2, false, layers::relu);
        image = block(image, 24, 88, 24, 3, 1, false, layers::relu);
        image = block(image, 24, 96, 40, 5, 2, true, layers::hardSwish);
        image = block(image, 40, 240, 40, 5, 1, true, layers::hardSwish);
        image = block(image, 40, 240, 40, 5, 1, true, layers::hardSwish);
        image = block(image, 40, 120, 48, 5, 1, true, layers::hardSwish);
        image = layers.hardSwish(layers.convNorm(image, 48, 288, 1, 1, 1));
        return layers.hardSwish(layers.gemm(layers.pooled(image), 288, 256));
    }

    private String block(
            String input,
            int from,
            int wide,
            int to,
            int kernel,
            int stride,
            boolean gated,
            UnaryOperator<String> activation) {
        String expanded = wide == from ? input : activation.apply(layers.convNorm(input, from, wide, 1, 1, 1));
        String filtered = layers.convNorm(expanded, wide, wide, kernel, stride, wide);
        String gate = gated ? layers.squeezeExcite(filtered, wide, Math.max(8, wide / 4)) : filtered;
        String projected = layers.convNorm(activation.apply(gate), wide, to, 1, 1, 1);
        return stride == 1 && from == to ? layers.add(projected, input) : projected;
    }
}
