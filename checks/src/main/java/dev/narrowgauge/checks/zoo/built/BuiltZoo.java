package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.zoo.Architecture;
import java.util.List;

/** Every architecture that is built here, each of at least fifty nodes. */
public final class BuiltZoo {
    private BuiltZoo() {}

    public static List<Architecture> all() {
        return List.of(
                new Pyramid(),
                new UNet(),
                new Detector(),
                new LstmTagger(),
                new GruTagger(),
                new TableNet(),
                new GraphNet(),
                new SuperResolution(),
                ConvNext.ARCHITECTURE,
                MobileNet.ARCHITECTURE,
                ShuffleNet.ARCHITECTURE,
                new TwoTower());
    }
}
