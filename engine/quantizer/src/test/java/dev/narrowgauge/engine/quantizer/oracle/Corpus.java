package dev.narrowgauge.engine.quantizer.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Small models for every operator, each to be built at every opset where a version of the operator begins. */
final class Corpus {
    /**
     * @param comparable whether two precisions give nearly the same results
     */
    record Entry(String operator, int number, long since, boolean comparable, Consumer<CorpusModel> builder) {
        @Override
        public String toString() {
            return operator + " #" + number;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    static Corpus all() {
        Corpus corpus = new Corpus();
        CorpusArithmetic.addTo(corpus);
        CorpusLayouts.addTo(corpus);
        CorpusLayers.addTo(corpus);
        CorpusControl.addTo(corpus);
        return corpus;
    }

    List<Entry> entries() {
        return entries;
    }

    void add(String operator, Consumer<CorpusModel> builder) {
        add(operator, builder, 7);
    }

    /** From that opset on, because the model needs others of it. */
    void add(String operator, Consumer<CorpusModel> builder, long since) {
        add(operator, since, true, builder);
    }

    /** The operator gives other values each time. */
    void addRandom(String operator, Consumer<CorpusModel> builder) {
        add(operator, 7, false, builder);
    }

    /** The operator makes much of little differences. */
    void addCoarse(String operator, Consumer<CorpusModel> builder) {
        add(operator, 7, false, builder);
    }

    private void add(String operator, long since, boolean comparable, Consumer<CorpusModel> builder) {
        int number = (int) entries.stream()
                        .filter(entry -> entry.operator().equals(operator))
                        .count()
                + 1;
        entries.add(new Entry(operator, number, since, comparable, builder));
    }

    /** The opsets, 7 to 22, where a version of each operator of the standard domain begins. */
    static Map<String, List<Long>> versions() {
        Map<String, List<Long>> versions = new TreeMap<>();
        try (var reader = new BufferedReader(
                new InputStreamReader(Corpus.class.getResourceAsStream("/operators.txt"), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.replaceAll(" until.*", "").split(" ");
                versions.put(
                        words[0],
                        Arrays.stream(words).skip(1).map(Long::valueOf).toList());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
