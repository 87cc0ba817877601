package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Quantity;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.engine.client.MeasuredSide;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Latencies as a table, and what they mean as a sentence for each variant. */
final class BenchmarkText {
    private static final String UNPAIRED = "-";

    private BenchmarkText() {}

    static void print(PrintWriter out, Path baseline, Map<Path, PairedMeasurement> measurements) {
        TextTable table = new TextTable("model", "p50", "p99", "peak memory", "ratio [95 %]", "verdict");
        PairedMeasurement first = measurements.values().iterator().next();
        addRow(table, baseline, first.baseline(), UNPAIRED, UNPAIRED);
        measurements.forEach((variant, measurement) -> addRow(
                table,
                variant,
                measurement.variant(),
                Quantity.ratio(measurement.ratio()),
                measurement.settled() ? measurement.speed().name() : "INVALID"));
        table.print(out);
        out.println();
        measurements.forEach((variant, measurement) -> out.println(sentence(variant, measurement)));
    }

    private static void addRow(TextTable table, Path model, MeasuredSide side, String ratio, String verdict) {
        table.add(
                model.getFileName().toString(),
                Quantity.millis(side.latency().p50Millis()),
                Quantity.millis(side.latency().p99Millis()),
                Quantity.bytes(side.peakResidentBytes()),
                ratio,
                verdict);
    }

    private static String sentence(Path variant, PairedMeasurement measurement) {
        String name = variant.getFileName().toString();
        if (!measurement.settled()) {
            return name + ": the latency had not settled after the warm-up, so these figures are not to be trusted;"
                    + " is something else running on this machine?";
        }
        double ratio = measurement.ratio().estimate();
        return switch (measurement.speed()) {
            case FASTER -> String.format(Locale.ROOT, "%s is %.2f times as fast as the baseline.", name, 1 / ratio);
            case SLOWER ->
                String.format(
                        Locale.ROOT,
                        "%s is SLOWER than the baseline: a run takes %.0f %% longer on this machine.",
                        name,
                        100 * (ratio - 1));
            case SAME -> name + " is as fast as the baseline, within the margin of 2 %.";
            case INCONCLUSIVE ->
                String.format(
                        Locale.ROOT,
                        "%s: these runs do not decide; the ratio may be anything from %.3f to %.3f."
                                + " Try more --pairs, or a quieter machine.",
                        name,
                        measurement.ratio().low(),
                        measurement.ratio().high());
        };
    }
}
