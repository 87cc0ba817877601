package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.MeasuredSide;
import dev.narrowgauge.engine.client.PairedMeasurement;
import dev.narrowgauge.engine.client.Speed;
import java.nio.file.Path;
import java.util.Map;

/** Latencies as a table, and what they mean as a sentence for each variant. */
final class BenchmarkText {
    private static final String UNPAIRED = "-";

    private BenchmarkText() {}

    static void print(Screen screen, Path baseline, Map<Path, PairedMeasurement> measurements) {
        measurements.forEach((variant, measurement) ->
                screen.headline(tone(measurement), word(measurement), sentence(variant, measurement)));
        screen.blank();
        PairedMeasurement first = measurements.values().iterator().next();
        String confidence = Numbers.percent(first.ratio().confidence());
        TextTable table =
                new TextTable("model", "p50", "p99", "peak memory", "ratio [%s]".formatted(confidence), "verdict");
        addRow(table, baseline, first.baseline(), UNPAIRED, UNPAIRED);
        measurements.forEach((variant, measurement) ->
                addRow(table, variant, measurement.variant(), Numbers.ratio(measurement.ratio()), word(measurement)));
        screen.table(table);
        if (first.ratio().confidence() > first.plan().confidence()) {
            screen.text("Each look at the runs has an interval of %s, so that all looks together keep %s."
                    .formatted(confidence, Numbers.percent(first.plan().confidence())));
        }
    }

    private static Tone tone(PairedMeasurement measurement) {
        if (!measurement.settled()) {
            return Tone.UNSURE;
        }
        return switch (measurement.speed()) {
            case FASTER -> Tone.GOOD;
            case SLOWER -> Tone.BAD;
            case SAME, INCONCLUSIVE -> Tone.UNSURE;
        };
    }

    private static void addRow(TextTable table, Path model, MeasuredSide side, String ratio, String verdict) {
        table.add(
                model.getFileName().toString(),
                Numbers.millis(side.latency().p50Millis()),
                side.latency().p99Millis().isPresent()
                        ? Numbers.millis(side.latency().p99Millis().getAsDouble())
                        : "too few runs",
                side.peakResidentBytes() == 0 ? "unknown" : Numbers.bytes(side.peakResidentBytes()),
                ratio,
                verdict);
    }

    private static String sentence(Path variant, PairedMeasurement measurement) {
        String name = variant.getFileName().toString();
        if (!measurement.settled()) {
            return name + ": the latency had not settled after the warm-up, so these figures are not to be trusted;"
                    + " is something else running on this machine?";
        }
        Interval ratio = measurement.ratio();
        return switch (measurement.speed()) {
            case FASTER -> "%s takes %s of the baseline's time.".formatted(name, Numbers.ratio(ratio.estimate()));
            case SLOWER ->
                "%s takes %s times as long as the baseline on this machine."
                        .formatted(name, Numbers.ratio(ratio.estimate()));
            case SAME ->
                "%s is as fast as the baseline, within the margin of %s."
                        .formatted(name, Numbers.percent(measurement.plan().margin()));
            case INCONCLUSIVE ->
                "%s: the ratio may be anything from %s to %s. Try more --pairs, or a quieter machine."
                        .formatted(name, Numbers.ratio(ratio.low()), Numbers.ratio(ratio.high()));
        };
    }

    /** Whether a figure can be trusted comes before what it says. */
    private static String word(PairedMeasurement measurement) {
        boolean tells = measurement.settled() && measurement.speed() != Speed.INCONCLUSIVE;
        return tells ? measurement.speed().name() : "CANNOT TELL";
    }
}
