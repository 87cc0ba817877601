package dev.narrowgauge.domain.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sample that counts several times is that sample several times over, by every measure. */
class TestCountedSamples {
    private static final int ROUNDS = 60;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Some of the samples, which may be there several times. */
    private interface Drawn {
        PairedAnswers of(int[] samples);
    }

    @Test
    void classes() {
        for (int round = 0; round < ROUNDS; round++) {
            int[] labels = some(3 * 8, 4);
            int[] answers = some(3 * 8, 4);
            int[] ranks = some(3 * 8, 9);
            check(
                    8,
                    drawn -> new ClassAnswers(
                            3,
                            taken(labels, drawn, 3),
                            taken(answers, drawn, 3),
                            taken(ranks, drawn, 3),
                            taken(answers, drawn, 3),
                            taken(ranks, drawn, 3)));
        }
    }

    @Test
    void values() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] truth = someFloats(8);
            float[] answers = someFloats(8);
            check(8, drawn -> new ValueAnswers(1, taken(truth, drawn), taken(answers, drawn), taken(answers, drawn)));
        }
    }

    @Test
    void boxes() {
        for (int round = 0; round < ROUNDS; round++) {
            Boxes truth = someBoxes(12);
            Boxes detected = someBoxes(20);
            int[] crowds = some(12, 5);
            int[] marks = Arrays.stream(crowds).map(value -> value == 0 ? 1 : 0).toArray();
            check(6, drawn -> {
                int[] right = inImages(truth, drawn);
                return new DetectionAnswers(
                        drawn.length,
                        drawnBoxes(truth, drawn),
                        Arrays.stream(right).map(box -> marks[box]).toArray(),
                        drawnBoxes(detected, drawn),
                        drawnBoxes(detected, drawn));
            });
        }
    }

    private void check(int samples, Drawn source) {
        int[] all = IntStream.range(0, samples).toArray();
        int[] counts = some(samples, 4);
        int[] drawn = Arrays.stream(all)
                .flatMap(sample -> IntStream.generate(() -> sample).limit(counts[sample]))
                .toArray();
        if (drawn.length == 0) {
            return;
        }
        int[] once = new int[drawn.length];
        Arrays.fill(once, 1);
        List<ScorePair> whole = source.of(all).scores();
        List<ScorePair> repeated = source.of(drawn).scores();
        for (int i = 0; i < whole.size(); i++) {
            double counted = whole.get(i).variant().of(counts);
            double spelled = repeated.get(i).variant().of(once);
            String which = "seed %d: %s, counts %s".formatted(seed, whole.get(i).metric(), Arrays.toString(counts));
            if (Double.isNaN(spelled)) {
                assertThat(counted).as(which).isNaN();
            } else {
                assertThat(counted).as(which).isCloseTo(spelled, within(1e-9));
            }
        }
    }

    private int[] some(int count, int bound) {
        return random.ints(count, 0, bound).toArray();
    }

    /** Few different ones, so that some are equal. */
    private float[] someFloats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(6);
        }
        return values;
    }

    private Boxes someBoxes(int count) {
        float[] places = new float[Boxes.NUMBERS * count];
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            places[4 * i] = random.nextInt(6);
            places[4 * i + 1] = random.nextInt(6);
            places[4 * i + 2] = 30 + random.nextInt(6);
            places[4 * i + 3] = 30 + random.nextInt(6);
            // As an area or as a score: no two alike, since equal scores keep the order of the images.
            values[i] = 900 + 10 * i + random.nextInt(9);
        }
        return new Boxes(some(count, 6), some(count, 2), places, values);
    }

    private static int[] taken(int[] values, int[] samples, int each) {
        return Arrays.stream(samples)
                .flatMap(sample -> Arrays.stream(values, each * sample, each * (sample + 1)))
                .toArray();
    }

    private static float[] taken(float[] values, int[] samples) {
        float[] taken = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            taken[i] = values[samples[i]];
        }
        return taken;
    }

    /** Which boxes the images have, image after image. */
    private static int[] inImages(Boxes boxes, int[] images) {
        return Arrays.stream(images)
                .flatMap(image -> IntStream.range(0, boxes.count()).filter(box -> boxes.images()[box] == image))
                .toArray();
    }

    private static Boxes drawnBoxes(Boxes boxes, int[] images) {
        int[] taken = inImages(boxes, images);
        int[] places = new int[taken.length];
        int next = 0;
        for (int place = 0; place < images.length; place++) {
            int image = images[place];
            int count = (int)
                    Arrays.stream(boxes.images()).filter(one -> one == image).count();
            Arrays.fill(places, next, next + count, place);
            next += count;
        }
        float[] corners = new float[Boxes.NUMBERS * taken.length];
        float[] values = new float[taken.length];
        for (int i = 0; i < taken.length; i++) {
            System.arraycopy(boxes.places(), 4 * taken[i], corners, 4 * i, 4);
            values[i] = boxes.values()[taken[i]];
        }
        return new Boxes(
                places, Arrays.stream(taken).map(box -> boxes.categories()[box]).toArray(), corners, values);
    }
}
