package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Average precision or recall as pycocotools' {@code accumulate} and {@code summarize} define them: precision interpolated at
 * 101 recalls, its mean over thresholds and the classes that have right boxes. An image that counts twice brings its boxes
 * twice.
 */
final class DetectionScore implements Score {
    private static final int RECALLS = 101;

    private final int samples;
    private final DetectionMeasure measure;
    private final List<Category> categories = new ArrayList<>();
    /** Of what was detected in each image. */
    private final long[] digests;

    /** A detection of one class; bits of the thresholds as in {@link ImageMatches}. */
    private record Detection(int image, float score, int found, int ignored) {}

    /**
     * All of one class.
     *
     * @param detections by score, of equal ones in the order of the images
     * @param images that have something of it
     * @param truths right boxes that count, of each of those images
     */
    private record Category(List<Detection> detections, int[] images, int[] truths) {
        long truthsAmong(int[] counts) {
            long sum = 0;
            for (int i = 0; i < images.length; i++) {
                sum += (long) counts[images[i]] * truths[i];
            }
            return sum;
        }
    }

    /** A class in an image. */
    private record Place(int category, int image) {}

    DetectionScore(int samples, Boxes truth, int[] crowds, Boxes detected, DetectionMeasure measure) {
        this.samples = samples;
        this.measure = measure;
        Map<Place, List<Integer>> right = places(truth);
        Map<Place, List<Integer>> answers = places(detected);
        this.digests = digests(samples, detected, answers);
        SortedSet<Integer> known = new TreeSet<>();
        right.keySet().forEach(place -> known.add(place.category()));
        for (int category : known) {
            List<Detection> detections = new ArrayList<>();
            IntStream.Builder images = IntStream.builder();
            IntStream.Builder truths = IntStream.builder();
            for (int image = 0; image < samples; image++) {
                Place place = new Place(category, image);
                List<Integer> rightHere = right.getOrDefault(place, List.of());
                List<Integer> answersHere = answers.getOrDefault(place, List.of());
                if (rightHere.isEmpty() && answersHere.isEmpty()) {
                    continue;
                }
                var matches = ImageMatches.of(truth, crowds, rightHere, detected, answersHere, measure.area());
                images.add(image);
                truths.add(matches.truths());
                add(image, matches, detected, detections);
            }
            detections.sort(Comparator.comparingDouble((Detection detection) -> -detection.score()));
            categories.add(new Category(
                    List.copyOf(detections),
                    images.build().toArray(),
                    truths.build().toArray()));
        }
    }

    private static Map<Place, List<Integer>> places(Boxes boxes) {
        Map<Place, List<Integer>> places = new HashMap<>();
        for (int box = 0; box < boxes.count(); box++) {
            places.computeIfAbsent(new Place(boxes.categories()[box], boxes.images()[box]), place -> new ArrayList<>())
                    .add(box);
        }
        return places;
    }

    private static long[] digests(int samples, Boxes boxes, Map<Place, List<Integer>> places) {
        long[] digests = new long[samples];
        // A sum, since it does not matter in which order the classes come.
        places.forEach((place, found) -> digests[place.image()] += found.stream()
                .mapToLong(box -> digest(boxes, box))
                .reduce(place.category() + 1L, (all, one) -> 31 * all + one));
        return digests;
    }

    private static long digest(Boxes boxes, int box) {
        return IntStream.range(Boxes.NUMBERS * box, Boxes.NUMBERS * (box + 1))
                .mapToLong(i -> Float.floatToIntBits(boxes.places()[i]))
                .reduce(Float.floatToIntBits(boxes.values()[box]), (all, one) -> 1_000_003 * all + one);
    }

    private void add(int image, ImageMatches matches, Boxes detected, List<Detection> detections) {
        for (int rank = 0; rank < Math.min(measure.most(), matches.detections().size()); rank++) {
            float score = detected.values()[matches.detections().get(rank)];
            detections.add(new Detection(image, score, matches.found()[rank], matches.ignored()[rank]));
        }
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public double of(int[] counts) {
        double sum = 0;
        int terms = 0;
        for (Category category : categories) {
            long truths = category.truthsAmong(counts);
            if (truths == 0) {
                continue;
            }
            for (int threshold = measure.from(); threshold < measure.to(); threshold++) {
                sum += measure.isRecall()
                        ? recall(category, threshold, truths, counts)
                        : precision(category, threshold, truths, counts);
                terms++;
            }
        }
        return terms == 0 ? Double.NaN : sum / terms;
    }

    private static double recall(Category category, int threshold, long truths, int[] counts) {
        long right = 0;
        for (Detection detection : category.detections()) {
            boolean isRight = (detection.found() & ~detection.ignored() & 1 << threshold) != 0;
            right += isRight ? counts[detection.image()] : 0;
        }
        return (double) right / truths;
    }

    private static double precision(Category category, int threshold, long truths, int[] counts) {
        double[] recalls = new double[category.detections().size()];
        double[] precisions = new double[recalls.length];
        int points = 0;
        long right = 0;
        long all = 0;
        for (Detection detection : category.detections()) {
            int count = counts[detection.image()];
            if (count == 0 || (detection.ignored() & 1 << threshold) != 0) {
                continue;
            }
            all += count;
            right += (detection.found() & 1 << threshold) != 0 ? count : 0;
            recalls[points] = (double) right / truths;
            // As there, so that the last digits are the same.
            precisions[points++] = right / (all + Math.ulp(1.0));
        }
        for (int i = points - 1; i > 0; i--) {
            precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
        }
        double sum = 0;
        int point = 0;
        for (int i = 0; i < RECALLS; i++) {
            double recall = i == RECALLS - 1 ? 1 : i * (1.0 / (RECALLS - 1));
            while (point < points && recalls[point] < recall) {
                point++;
            }
            sum += point < points ? precisions[point] : 0;
        }
        return sum / RECALLS;
    }

    @Override
    public boolean isSame(int sample, Score other) {
        return other instanceof DetectionScore detection && digests[sample] == detection.digests[sample];
    }
}
