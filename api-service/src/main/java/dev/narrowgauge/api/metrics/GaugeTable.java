package dev.narrowgauge.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;

/** A gauge with a series for each row that was shown last; one that stays is never gone meanwhile. */
final class GaugeTable {
    private final MultiGauge gauge;
    private volatile Map<Tags, Double> values = Map.of();

    /** @param unit of the values, such as seconds; empty where they are counts */
    GaugeTable(MeterRegistry registry, String name, String unit, String description) {
        this.gauge = MultiGauge.builder(name)
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .register(registry);
    }

    void show(Map<Tags, Double> rows) {
        values = Map.copyOf(rows);
        gauge.register(rows.keySet().stream()
                .<MultiGauge.Row<?>>map(row -> MultiGauge.Row.of(row, this, table -> table.value(row)))
                .toList());
    }

    private double value(Tags row) {
        return values.getOrDefault(row, Double.NaN);
    }
}
