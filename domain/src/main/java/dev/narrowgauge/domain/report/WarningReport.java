package dev.narrowgauge.domain.report;

import java.util.List;

/**
 * Something in a model that eight bits do not suit and that nothing could be done about.
 *
 * @param kind a short stable name, for example {@code uneven-channels}
 * @param sentence what it is and what would help
 * @param nodes that it is about, by name
 */
public record WarningReport(String kind, String sentence, List<String> nodes) {
    public WarningReport {
        nodes = List.copyOf(nodes);
    }
}
