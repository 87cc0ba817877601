package dev.narrowgauge.engine.runtime.quantize;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.narrowgauge.domain.report.NodeReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a whole model stayed float: what kept most of the layers that are worth integers. */
final class WhyFloat {
    private static final Set<String> WORTH_INTEGERS =
            Set.of("Conv", "ConvTranspose", "MatMul", "Gemm", "LSTM", "GRU", "RNN", "Attention");

    private static final String NOTHING = "it has no layer with weights, and computes what FP32 computes.";

    private WhyFloat() {}

    private record Cause(String opType, String reason) {}

    /** @param stayedFloat the nodes that compute in float */
    static String of(List<NodeReport> stayedFloat) {
        Map<Cause, Long> causes = stayedFloat.stream()
                .filter(node -> WORTH_INTEGERS.contains(node.opType()))
                .collect(groupingBy(node -> new Cause(node.opType(), node.reason()), LinkedHashMap::new, counting()));
        return causes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry<Cause, Long>::getValue))
                .map(entry -> "%d %s stayed float. %s"
                        .formatted(
                                entry.getValue(),
                                entry.getKey().opType(),
                                entry.getKey().reason()))
                .orElse(NOTHING);
    }
}
