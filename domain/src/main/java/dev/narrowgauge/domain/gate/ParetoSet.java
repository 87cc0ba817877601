package dev.narrowgauge.domain.gate;

import java.util.Arrays;
import java.util.List;

/** Of several choices those that no other one beats. */
public final class ParetoSet {
    private ParetoSet() {}

    /**
     * Whether each is in the set: no other one is as good in everything and better in something.
     *
     * @param costs of each choice, of which less is better; one that is not known is null, and as good as none
     */
    public static List<Boolean> of(List<Double[]> costs) {
        return costs.stream()
                .map(one -> costs.stream().noneMatch(other -> beats(other, one)))
                .toList();
    }

    private static boolean beats(Double[] one, Double[] other) {
        double[] a = known(one);
        double[] b = known(other);
        boolean better = false;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                return false;
            }
            better |= a[i] < b[i];
        }
        return better;
    }

    private static double[] known(Double[] costs) {
        return Arrays.stream(costs)
                .mapToDouble(cost -> cost == null ? Double.POSITIVE_INFINITY : cost)
                .toArray();
    }
}
