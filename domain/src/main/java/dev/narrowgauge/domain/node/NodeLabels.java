package dev.narrowgauge.domain.node;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.regex.Pattern;

/** Words by which an operator finds a node, such as {@code rack=7}. */
public final class NodeLabels {
    private static final int MOST = 20;
    private static final Pattern LABEL = Pattern.compile("[\\p{Alnum}._/:=-]{1,100}");

    private NodeLabels() {}

    /**
     * Each once, in their order.
     *
     * @throws NarrowgaugeException REQUEST_INVALID
     */
    public static List<String> of(List<String> configured) {
        List<String> labels = configured.stream().map(String::strip).distinct().toList();
        if (labels.size() > MOST) {
            throw invalid("has %d labels; a node has at most %d".formatted(labels.size(), MOST));
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw invalid(
                        "has the label '%s'; one has 1 to 100 letters, digits and any of . _ - / : =".formatted(label));
            }
        }
        return labels;
    }

    private static NarrowgaugeException invalid(String what) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "narrowgauge.agent.labels " + what + ".");
    }
}
