package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.zoo.Architecture;
import java.util.List;

/** Every network that is built here and whose states are fed back; the samples of one set follow each other. */
public final class StreamZoo {
    private StreamZoo() {}

    public static List<Architecture> all() {
        return List.of(
                new VoiceStream(false), new VoiceStream(true), new TransducerEncoder(), new CachedLanguageModel());
    }
}
