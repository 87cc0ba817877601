package dev.narrowgauge.engine.quantizer.range;

/** Divergences of clipped and quantized counts, each from sums that are made once. */
final class Divergence {
    private final double[] counts;
    private final int codes;

    /** Sums over the bins before: of counts, of bins that are not empty, of c·ln c. */
    private final double[] mass;

    private final int[] occupied;
    private final double[] entropy;

    /** @param codes groups of bins that the quantized distribution tells apart */
    Divergence(double[] counts, int codes) {
        this.counts = counts;
        this.codes = codes;
        mass = new double[counts.length + 1];
        occupied = new int[counts.length + 1];
        entropy = new double[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            mass[i + 1] = mass[i] + counts[i];
            occupied[i + 1] = occupied[i] + (counts[i] > 0 ? 1 : 0);
            entropy[i + 1] = entropy[i] + xLogX(counts[i]);
        }
    }

    /** The end of the least divergence for a fixed start: at least {@code least}, every {@code stride}-th, then finer. */
    int bestEnd(int from, int least, int stride) {
        int lowest = Math.max(least, from + codes);
        int best = counts.length;
        double divergence = Double.POSITIVE_INFINITY;
        for (int to = counts.length; to >= lowest; to -= stride) {
            double candidate = of(from, to);
            if (candidate < divergence) {
                divergence = candidate;
                best = to;
            }
        }
        int coarse = best;
        for (int to = Math.min(counts.length, coarse + stride - 1); to >= Math.max(lowest, coarse - stride + 1); to--) {
            double candidate = of(from, to);
            if (candidate < divergence) {
                divergence = candidate;
                best = to;
            }
        }
        return best;
    }

    /** The start of the least divergence for a fixed end: at most {@code most}. */
    int bestStart(int to, int most, int stride) {
        int highest = Math.min(most, to - codes);
        int best = 0;
        double divergence = Double.POSITIVE_INFINITY;
        for (int from = 0; from <= highest; from += stride) {
            double candidate = of(from, to);
            if (candidate < divergence) {
                divergence = candidate;
                best = from;
            }
        }
        int coarse = best;
        for (int from = Math.max(0, coarse - stride + 1); from <= Math.min(highest, coarse + stride - 1); from++) {
            double candidate = of(from, to);
            if (candidate < divergence) {
                divergence = candidate;
                best = from;
            }
        }
        return best;
    }

    /**
     * D(P‖Q) in nats for the bins from {@code from} to before {@code to}; infinite where P has mass and Q has none, that is
     * when values are clipped to a bin that no other value is in.
     */
    double of(int from, int to) {
        double clippedBelow = mass[from];
        double clippedAbove = mass[counts.length] - mass[to];
        double lowEnd = counts[from];
        double highEnd = counts[to - 1];
        if (clippedBelow > 0 && lowEnd == 0 || clippedAbove > 0 && highEnd == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double total = mass[counts.length];
        double kept = mass[to] - mass[from];
        double own = entropy[to]
                - entropy[from]
                + (xLogX(lowEnd + clippedBelow) - xLogX(lowEnd))
                + (xLogX(highEnd + clippedAbove) - xLogX(highEnd));
        double cross = 0;
        int length = to - from;
        for (int code = 0; code < codes; code++) {
            int low = from + (int) ((long) code * length / codes);
            int high = from + (int) ((code + 1L) * length / codes);
            double groupMass = mass[high] - mass[low];
            if (groupMass > 0) {
                double seen = groupMass + (code == 0 ? clippedBelow : 0) + (code == codes - 1 ? clippedAbove : 0);
                cross += seen * Math.log(groupMass / (occupied[high] - occupied[low]));
            }
        }
        return (own - cross) / total - Math.log(total / kept);
    }

    private static double xLogX(double x) {
        return x > 0 ? x * Math.log(x) : 0;
    }
}
