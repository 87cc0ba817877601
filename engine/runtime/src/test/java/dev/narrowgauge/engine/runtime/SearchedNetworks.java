package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;

/** Small networks that a search has something to find in. */
final class SearchedNetworks {
    private SearchedNetworks() {}

    /** Channels of different scale with a hard swish behind them, which lets no scale pass. */
    static ModelProto uneven() {
        TinyGraph tiny = new TinyGraph();
        String c1 = tiny.node("Relu", "r1", List.of(tiny.conv("c1", "x", 3, 64)));
        String large = tiny.node(
                "Conv",
                "c2",
                List.of(c1, tiny.uneven(0, 5, 3000, 64, 64, 3, 3)),
                Attributes.integers("pads", 1, 1, 1, 1));
        String small = tiny.node(
                "Conv",
                "c3",
                List.of(tiny.node("HardSwish", "h2", List.of(large)), tiny.uneven(1, 5, 1 / 3000f, 64, 64, 3, 3)),
                Attributes.integers("pads", 1, 1, 1, 1));
        String c4 = tiny.node("Relu", "r4", List.of(tiny.conv("c4", tiny.node("Relu", "r3", List.of(small)), 64, 64)));
        tiny.conv("c5", tiny.node("Relu", "r5", List.of(tiny.conv("c4b", c4, 64, 64))), 64, 64);
        return tiny.build("c5", 64);
    }

    /** Rare values up to 1000 among those around 1, in a sum that a Sigmoid reads. */
    static ModelProto saturated() {
        TinyGraph tiny = new TinyGraph();
        String common = tiny.conv("c1", "x", 3, 64);
        String scaled = tiny.node(
                "Conv",
                "c2",
                List.of("x", tiny.scaled(300, 64, 3, 3, 3), tiny.filled(-1000, 64)),
                Attributes.integers("pads", 1, 1, 1, 1));
        String sum = tiny.node("Add", "sum", List.of(common, tiny.node("Relu", "rare", List.of(scaled))));
        tiny.conv("c3", tiny.node("Sigmoid", "gate", List.of(sum)), 64, 64);
        return tiny.build("c3", 64);
    }

    static ModelProto dense() {
        TinyGraph tiny = new TinyGraph();
        String y = tiny.node("Reshape", "rows", List.of("x", tiny.constant(0L, 192L)));
        int width = 192;
        for (int layer = 0; layer < 4; layer++) {
            String sums = tiny.node("Gemm", "g" + layer, List.of(y, tiny.random(width, 256), tiny.random(256)));
            y = tiny.node("Relu", "a" + layer, List.of(sums));
            width = 256;
        }
        String blocks = tiny.node("Reshape", "blocks", List.of(y, tiny.constant(0L, 4L, 8L, 8L)));
        tiny.node("Softmax", "p", List.of(blocks), Attributes.integer("axis", 1));
        return tiny.build("p", 4);
    }

    static ModelProto ofFewChannels() {
        TinyGraph tiny = new TinyGraph();
        String image = tiny.node("Relu", "r0", List.of(tiny.conv("c0", "x", 3, 4)));
        for (int layer = 1; layer < 10; layer++) {
            image = tiny.node("Relu", "r" + layer, List.of(tiny.conv("c" + layer, image, 4, 4)));
        }
        String rows = tiny.node("Reshape", "rows", List.of(image, tiny.constant(0L, 32L, 8L)));
        tiny.node(
                "Reshape",
                "y",
                List.of(tiny.node("MatMul", "m", List.of(rows, tiny.random(8, 8))), tiny.constant(0L, 4L, 8L, 8L)));
        return tiny.build("y", 4);
    }

    /** Convolutions, and behind them products along the rows of the image. */
    static ModelProto mixed() {
        TinyGraph tiny = new TinyGraph();
        String image = tiny.node("Relu", "r1", List.of(tiny.conv("c1", "x", 3, 64)));
        image = tiny.node("Relu", "r2", List.of(tiny.conv("c2", image, 64, 64)));
        String rows = tiny.node("Reshape", "rows", List.of(image, tiny.constant(0L, 8L, 512L)));
        String wide = tiny.node("Relu", "r3", List.of(tiny.node("MatMul", "m1", List.of(rows, tiny.random(512, 512)))));
        String back = tiny.node("MatMul", "m2", List.of(wide, tiny.random(512, 512)));
        tiny.node("Reshape", "y", List.of(back, tiny.constant(0L, 64L, 8L, 8L)));
        return tiny.build("y", 64);
    }
}
