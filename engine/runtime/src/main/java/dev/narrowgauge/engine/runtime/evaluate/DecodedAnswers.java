package dev.narrowgauge.engine.runtime.evaluate;

/**
 * Answers of one output that has scores of classes along its last axis, read in every way that they may turn out to be
 * meant: a class for each row, a sequence with a class for each step, or a sequence whose repeats and blanks are dropped
 * (connectionist temporal classification; Graves and others, ICML 2006), the blank being the first or the last class.
 */
final class DecodedAnswers {
    private long samples;
    private long rows;
    private long changedRows;
    private long samplesWithChangedRow;
    private long changedWithFirstBlank;
    private long changedWithLastBlank;
    private long firstClass;
    private long lastClass;

    /**
     * Adds one sample.
     *
     * @param expected class of each row in the baseline
     * @param actual class of each row in the variant
     * @return how many rows changed
     */
    int add(int[] expected, int[] actual, int classes) {
        int changed = 0;
        for (int row = 0; row < expected.length; row++) {
            changed += expected[row] == actual[row] ? 0 : 1;
            firstClass += expected[row] == 0 ? 1 : 0;
            lastClass += expected[row] == classes - 1 ? 1 : 0;
        }
        samples++;
        rows += expected.length;
        changedRows += changed;
        if (changed == 0) {
            return 0;
        }
        samplesWithChangedRow++;
        changedWithFirstBlank += isSameDecoded(expected, actual, 0) ? 0 : 1;
        changedWithLastBlank += isSameDecoded(expected, actual, classes - 1) ? 0 : 1;
        return changed;
    }

    long samples() {
        return samples;
    }

    long rows() {
        return rows;
    }

    long changedRows() {
        return changedRows;
    }

    long samplesWithChangedRow() {
        return samplesWithChangedRow;
    }

    /** With the blank that is the more frequent of the two. */
    long changedWithoutBlanks() {
        return firstClass >= lastClass ? changedWithFirstBlank : changedWithLastBlank;
    }

    private static boolean isSameDecoded(int[] expected, int[] actual, int blank) {
        int left = next(expected, 0, blank);
        int right = next(actual, 0, blank);
        while (left < expected.length && right < actual.length) {
            if (expected[left] != actual[right]) {
                return false;
            }
            left = next(expected, left + 1, blank);
            right = next(actual, right + 1, blank);
        }
        return left >= expected.length && right >= actual.length;
    }

    /** The first step from there that says something: neither the blank nor the same as the step before. */
    private static int next(int[] path, int from, int blank) {
        int step = from;
        while (step < path.length && (path[step] == blank || step > 0 && path[step] == path[step - 1])) {
            step++;
        }
        return step;
    }
}
