package dev.narrowgauge.checks.networks;

import java.util.ArrayList;
import java.util.List;

/**
 * One random network: what the default came to, and how it stands beside what else could have been shipped.
 *
 * @param decision outcome of the default, or the failure to make one
 * @param fileRatio time of the default's file / time of the original, whatever was decided; NaN without a file
 * @param shipped default or fp32
 */
record NetworkFigures(
        String family,
        int nodes,
        String decision,
        String reason,
        double fileRatio,
        String shipped,
        List<Rival> rivals) {
    private static final double MOST = 1.05;

    /**
     * Another file that computes the same.
     *
     * @param broken limits of accuracy that it breaks on new samples; only the original surely keeps all of them
     * @param ratio time of the shipped file / time of this one
     * @param confirmed whether a second measurement says so too, where the first says that this one is faster
     */
    record Rival(String name, List<String> broken, double ratio, double low, double high, boolean confirmed) {
        /** With one more reason why it could not be shipped. */
        Rival breaking(String reason) {
            List<String> all = new ArrayList<>(broken);
            all.add(reason);
            return new Rival(name, all, ratio, low, high, confirmed);
        }

        boolean faster() {
            return confirmed && low > MOST;
        }
    }

    /** Whether something faster could have been shipped, whatever it gives. */
    boolean late() {
        return rivals.stream().anyMatch(Rival::faster);
    }

    /** Whether something faster could have been shipped that also gives the right answers. */
    boolean beaten() {
        return rivals.stream()
                .anyMatch(rival -> rival.faster() && rival.broken().isEmpty());
    }

    static boolean isClear(double low) {
        return low > MOST;
    }
}
