package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Dense blocks one behind the other, of a product, a sum and a Relu each, with a normalized skip connection around four. */
record Stack(int blocks, int width) implements GeneratedNetwork {
    private static final int SKIPPED = 4;
    private static final int NODES_OF_GROUP = 3 * SKIPPED + 2;

    private static final long SEED = 9;

    /** With about that many nodes. */
    static Stack ofNodes(int nodes, int width) {
        return new Stack(nodes * SKIPPED / NODES_OF_GROUP, width);
    }

    /** With that many bytes of weights. */
    static Stack ofBytes(long bytes, int width) {
        return new Stack(Math.toIntExact(bytes / Float.BYTES / width / width), width);
    }

    @Override
    public void write(Path file) {
        try (StreamedModel model = new StreamedModel(file, SEED)) {
            String x = model.input("x", ElementType.FLOAT, width);
            String skipped = x;
            for (int block = 1; block <= blocks; block++) {
                String weights = model.matrix(width, width, Math.sqrt(1.0 / width));
                String product = model.node("MatMul", List.of(x, weights));
                x = model.node("Relu", List.of(model.node("Add", List.of(product, model.filled(0.01f, width)))));
                if (block % SKIPPED == 0) {
                    x = model.normalized(model.node("Add", List.of(x, skipped)), width);
                    skipped = x;
                }
            }
            model.output(x);
        }
    }

    @Override
    public Samples samples(int count) {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Samples.of("x", Values.floats(values, count, width));
    }
}
