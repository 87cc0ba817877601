package dev.narrowgauge.domain.report;

import java.util.List;
import java.util.Map;

/**
 * What ONNX Runtime makes of the variant on the machine that verified it.
 *
 * @param baselineOperators how many nodes of each operator the float model has
 * @param runningOperators the same for the variant as it runs, after fusion
 * @param conversions nodes between float and integers that an integer kernel needs
 * @param conversionMicros median time of those in one run with one sample; null where nothing was run
 * @param unfusedQdqNodes nodes between float and integers that serve no integer kernel
 * @param unfusedQdqMicros what those take; null where nothing was run
 * @param rounds what was reverted to float because it ran there anyway, in order
 * @param counted what a run costs, counted; null where no run was known to count
 */
public record FusionReport(
        Map<String, Integer> baselineOperators,
        Map<String, Integer> runningOperators,
        int conversions,
        Double conversionMicros,
        int unfusedQdqNodes,
        Double unfusedQdqMicros,
        List<Round> rounds,
        CountedReport counted) {

    public FusionReport {
        rounds = List.copyOf(rounds);
    }

    /**
     * One planning round.
     *
     * @param unfusedQdqNodes found before it
     * @param unfusedQdqMicros what those took; null where nothing was run
     * @param toFloat nodes that were reverted to float
     */
    public record Round(int unfusedQdqNodes, Double unfusedQdqMicros, List<String> toFloat) {
        public Round {
            toFloat = List.copyOf(toFloat);
        }
    }
}
