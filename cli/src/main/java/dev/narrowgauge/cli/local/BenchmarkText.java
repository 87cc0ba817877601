package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.node.ProcessorList;
import dev.narrowgauge.domain.provider.ProviderEvidence;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.MeasuredSide;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Latencies as a table, and what they mean as a sentence for each variant. */
final class BenchmarkText {
    private static final String UNPAIRED = "-";

    private BenchmarkText() {}

    static void print(Screen screen, Path baseline, Map<Path, PairedMeasurement> measurements, NoiseFloor noiseFloor) {
        measurements.forEach((variant, measurement) ->
                screen.headline(tone(measurement), word(measurement), sentence(variant, measurement)));
        screen.blank();
        PairedMeasurement first = measurements.values().iterator().next();
        String confidence = Numbers.percent(first.plan().confidence());
        TextTable table = new TextTable(
                "model",
                "p50",
                "p90",
                "p99",
                "p99.9",
                first.plan().execution().onCpu() ? "peak memory" : "peak host memory",
                "ratio [%s]".formatted(confidence),
                "verdict");
        addRow(table, baseline, first.baseline(), UNPAIRED, UNPAIRED);
        measurements.forEach((variant, measurement) -> addRow(
                table,
                variant,
                measurement.variant(),
                ratio(measurement.comparison().ratio()),
                word(measurement)));
        screen.table(table);
        screen.text(forks(first));
        screen.text("Smallest difference that this machine can see: %s.".formatted(noiseFloor.text()));
        Map<String, ProviderEvidence> ranOn = new LinkedHashMap<>();
        measurements.forEach((variant, measurement) -> Optional.ofNullable(
                        measurement.evidence().provider())
                .ifPresent(evidence -> ranOn.put(variant.getFileName().toString(), evidence)));
        if (!ranOn.isEmpty()) {
            ProviderText.print(screen, baseline.getFileName().toString(), ranOn);
        }
    }

    /** How it was measured, and what the same measurement found where nothing differs. */
    private static String forks(PairedMeasurement measurement) {
        LatencyComparison comparison = measurement.comparison();
        // Of another provider than the CPU they only start what it computes.
        String thread = measurement.plan().execution().onCpu() ? "thread" : "host thread";
        SortedSet<Integer> processors = new TreeSet<>(measurement.variant().processors());
        String text = "%s of fresh processes, %s a run, with %s%s."
                .formatted(
                        Numbers.counted(comparison.forks(), "fork"),
                        Numbers.counted(measurement.plan().batchSize(), "sample"),
                        Numbers.counted(measurement.variant().threads(), thread),
                        processors.isEmpty() ? "" : " on " + ProcessorList.text(processors));
        return comparison.control() == null
                ? text
                : "%s The baseline against itself: %s.".formatted(text, Numbers.ratio(comparison.control()));
    }

    private static String ratio(Interval ratio) {
        return ratio == null ? "not known" : Numbers.ratio(ratio);
    }

    private static Tone tone(PairedMeasurement measurement) {
        return switch (measurement.comparison().speed()) {
            case FASTER -> Tone.GOOD;
            case SLOWER -> Tone.BAD;
            case SAME, INCONCLUSIVE, INVALID -> Tone.UNSURE;
        };
    }

    private static void addRow(TextTable table, Path model, MeasuredSide side, String ratio, String verdict) {
        table.add(
                model.getFileName().toString(),
                Numbers.millis(side.latency().p50Millis()),
                tail(side.latency().p90Millis()),
                tail(side.latency().p99Millis()),
                tail(side.latency().p999Millis()),
                side.peakResidentBytes() == 0 ? "unknown" : Numbers.bytes(side.peakResidentBytes()),
                ratio,
                verdict);
    }

    private static String tail(Double millis) {
        return millis == null ? "not enough runs" : Numbers.millis(millis);
    }

    private static String sentence(Path variant, PairedMeasurement measurement) {
        String name = variant.getFileName().toString();
        LatencyComparison comparison = measurement.comparison();
        return switch (comparison.speed()) {
            case FASTER ->
                "%s takes %s of the baseline's time."
                        .formatted(name, Numbers.ratio(comparison.ratio().estimate()));
            case SLOWER ->
                "%s takes %s times as long as the baseline on this machine."
                        .formatted(name, Numbers.ratio(comparison.ratio().estimate()));
            case SAME ->
                "%s is as fast as the baseline, within the margin of %s."
                        .formatted(name, Numbers.percent(measurement.plan().margin()));
            case INCONCLUSIVE, INVALID -> name + ": " + comparison.reason();
        };
    }

    /** Whether a figure can be trusted comes before what it says. */
    private static String word(PairedMeasurement measurement) {
        return measurement.comparison().speed() == Speed.INCONCLUSIVE
                ? "CANNOT TELL"
                : measurement.comparison().speed().name();
    }
}
