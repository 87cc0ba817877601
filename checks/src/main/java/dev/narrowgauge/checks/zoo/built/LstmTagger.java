package dev.narrowgauge.checks.zoo.built;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.Fitted;
import dev.narrowgauge.checks.zoo.Layers;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.checks.zoo.Recurrent;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.List;
import java.util.Map;

/** A tagger of words (Huang et al. 2015): embeddings, and LSTM layers in both directions with residuals between. */
final class LstmTagger implements Architecture {
    private static final int LENGTH = 24;
    private static final int VOCABULARY = 400;
    private static final int TAGS = 6;
    private static final int WIDTH = 160;
    private static final int FITTED = 40;
    private static final long SEED = 18;

    @Override
    public String name() {
        return "lstm-tagger";
    }

    @Override
    public String topology() {
        return "three LSTM layers in both directions";
    }

    @Override
    public Map<String, OutputKind> outputs() {
        return Map.of("tags", OutputKind.CLASSES);
    }

    @Override
    public Samples samples(int set, int count) {
        Scenes scenes = new Scenes(SEED, set);
        long[] words = new long[count * LENGTH];
        for (int i = 0; i < count; i++) {
            System.arraycopy(scenes.words(i % 5, LENGTH, VOCABULARY), 0, words, i * LENGTH, LENGTH);
        }
        return Samples.of("words", Values.longs(words, count, LENGTH));
    }

    @Override
    public ModelProto build() {
        Samples fitted = samples(99, FITTED);
        return new Fitted(name(), SEED, 14, LstmTagger::body).tagger(fitted, tags(fitted), TAGS, "tags");
    }

    /** A word's tag depends on the word itself and a little on the one before it. */
    private static int[] tags(Samples samples) {
        long[] words = samples.arrays().get("words").longs();
        int[] tags = new int[words.length];
        for (int i = 0; i < tags.length; i++) {
            boolean shifted = i % LENGTH > 0 && words[i - 1] % 11 == 0;
            tags[i] = (int) ((words[i] * 7 + (shifted ? 1 : 0)) % TAGS);
        }
        return tags;
    }

    private static String body(NetworkBuilder network) {
        Layers layers = new Layers(network);
        Recurrent recurrent = new Recurrent(network);
        String words = network.input("words", ElementType.INT64, LENGTH);
        String table = network.normal(0, 1, VOCABULARY, WIDTH);
        String states = layers.layerNormByParts(network.node("Gather", List.of(table, words)), WIDTH);
        for (int i = 0; i < 3; i++) {
            String read = recurrent.lstm(states, LENGTH, WIDTH, WIDTH / 2);
            states = layers.layerNormByParts(layers.add(states, read), WIDTH);
        }
        return layers.relu(layers.dense(states, WIDTH, 2 * WIDTH));
    }
}
