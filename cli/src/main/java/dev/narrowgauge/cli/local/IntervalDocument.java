package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.stats.Interval;
import java.util.LinkedHashMap;
import java.util.Map;

/** An interval with the keys that every Narrowgauge document gives it. */
final class IntervalDocument {
    private IntervalDocument() {}

    static Map<String, Object> of(Interval interval) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("estimate", interval.estimate());
        document.put("low", interval.low());
        document.put("high", interval.high());
        document.put("confidence", interval.confidence());
        return document;
    }
}
