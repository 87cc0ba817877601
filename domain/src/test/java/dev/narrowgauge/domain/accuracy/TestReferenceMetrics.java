package dev.narrowgauge.domain.accuracy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Against scikit-learn, SciPy and pycocotools, whose values bench/metrics.py stored: the answers are drawn here as they are
 * there.
 */
class TestReferenceMetrics {
    private static final int CLASSES = 12;

    @Test
    void classes() throws IOException {
        Draws draws = new Draws(11);
        int[] labels = new int[500];
        int[] answers = new int[500];
        int[] ranks = new int[500];
        for (int i = 0; i < labels.length; i++) {
            int label = draws.below(CLASSES);
            int[] scores = new int[CLASSES];
            for (int c = 0; c < CLASSES; c++) {
                scores[c] = CLASSES * (draws.below(1000) + (c == label ? 400 : 0)) + c;
            }
            int highest = Arrays.stream(scores).max().orElseThrow();
            labels[i] = label;
            answers[i] = highest % CLASSES;
            ranks[i] = (int)
                    Arrays.stream(scores).filter(score -> score > scores[label]).count();
        }
        var classes = new ClassAnswers(1, labels, answers, ranks, answers, ranks);
        Map<String, Double> found = values(classes);
        classes.classes()
                .forEach(slice -> found.put(
                        slice.pair().slice().replace("class ", "recall."),
                        slice.pair().variant().of(once(slice.samples().length))));

        check("classes", found);
    }

    @Test
    void values() throws IOException {
        Draws draws = new Draws(12);
        float[] truth = new float[300];
        float[] answers = new float[300];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = draws.below(1000) / 8f;
            answers[i] = truth[i] + (draws.below(200) - 100) / 8f;
        }

        check("values", values(new ValueAnswers(1, truth, answers, answers)));
    }

    @Test
    void boxes() throws IOException {
        Draws draws = new Draws(13);
        var truth = new Listed();
        var detected = new Listed();
        List<Integer> crowds = new ArrayList<>();
        for (int image = 0; image < 40; image++) {
            for (int left = draws.below(6); left > 0; left--) {
                int[] box = box(draws);
                int category = draws.below(5);
                crowds.add(draws.below(15) == 0 ? 1 : 0);
                truth.add(image, category, box, box[2] * box[3]);
                if (draws.below(4) > 0) {
                    int[] near = Arrays.stream(box)
                            .map(side -> side + draws.below(9) - 4)
                            .toArray();
                    detected.add(image, category, near, draws.below(1 << 20) / (float) (1 << 20));
                }
            }
            for (int left = draws.below(4); left > 0; left--) {
                int[] box = box(draws);
                detected.add(image, draws.below(5), box, draws.below(1 << 20) / (float) (1 << 20));
            }
        }
        Boxes answers = detected.boxes();

        check("boxes", values(new DetectionAnswers(40, truth.boxes(), ints(crowds), answers, answers)));
    }

    private static int[] box(Draws draws) {
        return new int[] {draws.below(300), draws.below(300), 5 + draws.below(150), 5 + draws.below(150)};
    }

    /** Boxes one after the other. */
    private static final class Listed {
        private final List<Integer> images = new ArrayList<>();
        private final List<Integer> categories = new ArrayList<>();
        private final List<Float> places = new ArrayList<>();
        private final List<Float> values = new ArrayList<>();

        void add(int image, int category, int[] box, float value) {
            images.add(image);
            categories.add(category);
            Arrays.stream(box).forEach(side -> places.add((float) side));
            values.add(value);
        }

        Boxes boxes() {
            return new Boxes(ints(images), ints(categories), floats(places), floats(values));
        }
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static int[] once(int samples) {
        int[] once = new int[samples];
        Arrays.fill(once, 1);
        return once;
    }

    private static Map<String, Double> values(PairedAnswers answers) {
        Map<String, Double> values = new LinkedHashMap<>();
        answers.scores()
                .forEach(
                        pair -> values.put(pair.metric().label(), pair.variant().of(once(answers.samples()))));
        return values;
    }

    private static void check(String name, Map<String, Double> found) throws IOException {
        Map<String, Double> stored = stored(name);
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(stored.keySet());
        stored.forEach((metric, value) ->
                assertThat(found.get(metric)).as(name + " " + metric).isCloseTo(value, within(1e-9)));
    }

    private static Map<String, Double> stored(String name) throws IOException {
        try (InputStream file = TestReferenceMetrics.class.getResourceAsStream("reference.csv")) {
            assumeTrue(file != null, "python3 bench/metrics.py has not stored its values");
            Map<String, Double> values = new LinkedHashMap<>();
            new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(cells -> cells[0].equals(name))
                    .forEach(cells -> values.put(cells[1], Double.valueOf(cells[2])));
            return values;
        }
    }
}
