package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The blocks of a measurement as a log of HdrHistogram, which its tools read and draw: a line for each block in the order of
 * time, with when it began, how long it ran, and all its runs in nanoseconds. Its tag says what ran; of a block that does not
 * count, with {@code .void} behind.
 */
final class HistogramLog {
    private static final double NANOS_PER_MILLI = 1e6;

    private HistogramLog() {}

    /** One line of the log. */
    private record Line(String tag, Block block) {}

    /** @param variants of one measurement, whose blocks have histograms */
    static byte[] of(Instant when, Map<Path, LatencyEvidence> variants) {
        long began = when.toEpochMilli();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(bytes);
        try {
            writer.outputComment(
                    "[Latencies of narrowgauge benchmark; maximums in milliseconds, histograms in nanoseconds]");
            writer.outputLogFormatVersion();
            writer.outputStartTime(began);
            writer.setBaseTime(began);
            writer.outputLegend();
            lines(variants).forEach(line -> writer.outputIntervalHistogram(histogram(line, began)));
        } finally {
            writer.close();
        }
        return bytes.toByteArray();
    }

    /** Variants of one measurement share baseline and control. */
    private static List<Line> lines(Map<Path, LatencyEvidence> variants) {
        List<Line> lines = new ArrayList<>();
        Set<String> tags = new HashSet<>();
        boolean first = true;
        for (Map.Entry<Path, LatencyEvidence> entry : variants.entrySet()) {
            String variant = tag(entry.getKey(), tags);
            for (Block block : entry.getValue().blocks()) {
                if (first || block.role() == Role.VARIANT) {
                    String tag = block.role() == Role.VARIANT
                            ? variant
                            : block.role().name().toLowerCase(Locale.ROOT);
                    lines.add(new Line(block.voided().isEmpty() ? tag : tag + ".void", block));
                }
            }
            first = false;
        }
        lines.sort(Comparator.comparing(line -> line.block().beganMillis()));
        return lines;
    }

    /** Of another file of that name another one; without what ends a tag. */
    private static String tag(Path variant, Set<String> taken) {
        String name = variant.getFileName().toString().replaceAll("[\\s,]", "_");
        String tag = name;
        for (int next = 2; !taken.add(tag); next++) {
            tag = name + "." + next;
        }
        return tag;
    }

    private static Histogram histogram(Line line, long began) {
        LatencyHistogram runs = LatencyHistogram.ofText(line.block().histogram());
        Histogram histogram = runs.toHistogram();
        histogram.setTag(line.tag());
        long start = began + line.block().beganMillis();
        histogram.setStartTimeStamp(start);
        histogram.setEndTimeStamp(start + Math.round(runs.runs() * runs.meanNanos() / NANOS_PER_MILLI));
        return histogram;
    }
}
