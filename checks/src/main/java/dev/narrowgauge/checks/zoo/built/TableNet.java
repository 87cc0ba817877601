package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.Map;

/** The residual network for tables of Gorishniy et al. 2021: normalized dense blocks on a wide row. */
final class TableNet implements Architecture {
    private static final int COLUMNS = 40;
    private static final int CLASSES = 6;
    private static final int WIDTH = 256;
    private static final int BLOCKS = 9;
    private static final int FITTED = 320;
    private static final long SEED = 20;

    @Override
    public String name() {
        return "table-resnet";
    }

    @Override
    public String topology() {
        return "residual dense network for tables";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("classes", OutputKind.CLASSES);
    }

    @Override
    public Samples samples(int set, int count) {
        return Samples.of("row", rows(set, count).values());
    }

    @Override
    public ModelProto build() {
        Labelled fitted = rows(99, FITTED);
        return new Fitted(name(), SEED, 13, TableNet::body)
                .classifier(Samples.of("row", fitted.values()), fitted.labels(), CLASSES, "classes");
    }

    private static Labelled rows(int set, int count) {
        return new Scenes(SEED, set).rows(count, COLUMNS, CLASSES);
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        String row = layers.gemm(layers.batchNorm(network.input("row", COLUMNS), COLUMNS), COLUMNS, WIDTH);
        for (int i = 0; i < BLOCKS; i++) {
            String wide = layers.relu(layers.gemm(layers.batchNorm(row, WIDTH), WIDTH, 2 * WIDTH));
            row = layers.add(row, layers.multiply(layers.gemm(wide, 2 * WIDTH, WIDTH), network.scalar(0.4f)));
        }
        return layers.relu(layers.batchNorm(row, WIDTH));
    }
}
