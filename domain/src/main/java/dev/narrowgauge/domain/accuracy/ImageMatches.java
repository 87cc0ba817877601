package dev.narrowgauge.domain.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which detections of one class in one image found a right box, threshold by threshold, by the rules of pycocotools'
 * {@code evaluateImg}: detections in the order of their scores each take the right box that they overlap most, of those that
 * are free; boxes that do not count are taken only where no other is.
 *
 * @param detections in the order of their scores, at most {@link DetectionMeasure#MOST}
 * @param found a bit for each threshold: whether the detection found a box
 * @param ignored a bit for each threshold: whether it counts neither as right nor as wrong
 * @param truths right boxes that count
 */
record ImageMatches(List<Integer> detections, int[] found, int[] ignored, int truths) {
    /** A box of the very same place is found at every threshold, whatever rounding makes of the overlap. */
    private static final double MOST_OVERLAP = 1 - 1e-10;

    /**
     * @param right indices of the right boxes
     * @param detected indices of the detections
     */
    static ImageMatches of(
            Boxes truth, int[] crowds, List<Integer> right, Boxes boxes, List<Integer> detected, AreaRange area) {
        List<Integer> counted =
                right.stream().filter(box -> counts(truth, crowds, box, area)).toList();
        List<Integer> others =
                right.stream().filter(box -> !counts(truth, crowds, box, area)).toList();
        int[] ordered = IntStream.concat(
                        counted.stream().mapToInt(Integer::intValue),
                        others.stream().mapToInt(Integer::intValue))
                .toArray();
        List<Integer> best = detected.stream()
                .sorted(Comparator.comparingDouble((Integer box) -> -boxes.values()[box]))
                .limit(DetectionMeasure.MOST)
                .toList();
        var matches = new ImageMatches(best, new int[best.size()], new int[best.size()], counted.size());
        double[][] overlaps = overlaps(truth, crowds, ordered, boxes, best);
        for (int threshold = 0; threshold < DetectionMeasure.THRESHOLDS; threshold++) {
            matches.match(threshold, crowds, ordered, overlaps);
        }
        matches.ignoreOutside(boxes, area);
        return matches;
    }

    private static boolean counts(Boxes truth, int[] crowds, int box, AreaRange area) {
        return crowds[box] == 0 && area.contains(truth.values()[box]);
    }

    private static double[][] overlaps(Boxes truth, int[] crowds, int[] ordered, Boxes boxes, List<Integer> best) {
        double[][] overlaps = new double[best.size()][ordered.length];
        for (int i = 0; i < best.size(); i++) {
            for (int j = 0; j < ordered.length; j++) {
                overlaps[i][j] = boxes.overlap(best.get(i), truth, ordered[j], crowds[ordered[j]] != 0);
            }
        }
        return overlaps;
    }

    private void match(int threshold, int[] crowds, int[] ordered, double[][] overlaps) {
        boolean[] taken = new boolean[ordered.length];
        for (int i = 0; i < overlaps.length; i++) {
            int match = match(overlaps[i], DetectionMeasure.threshold(threshold), taken, crowds, ordered);
            if (match < 0) {
                continue;
            }
            taken[match] = true;
            found[i] |= 1 << threshold;
            ignored[i] |= match < truths ? 0 : 1 << threshold;
        }
    }

    /** The first {@code truths} of the right boxes are those that count; -1 where none is overlapped enough. */
    private int match(double[] overlaps, double threshold, boolean[] taken, int[] crowds, int[] ordered) {
        double most = Math.min(threshold, MOST_OVERLAP);
        int match = -1;
        for (int j = 0; j < ordered.length; j++) {
            if (taken[j] && crowds[ordered[j]] == 0) {
                continue;
            }
            if (match >= 0 && match < truths && j >= truths) {
                break;
            }
            if (overlaps[j] >= most) {
                most = overlaps[j];
                match = j;
            }
        }
        return match;
    }

    /** What found nothing and is of another size is not held against the model. */
    private void ignoreOutside(Boxes boxes, AreaRange area) {
        for (int i = 0; i < found.length; i++) {
            if (!area.contains(boxes.area(detections.get(i)))) {
                ignored[i] |= ~found[i];
            }
        }
    }
}
