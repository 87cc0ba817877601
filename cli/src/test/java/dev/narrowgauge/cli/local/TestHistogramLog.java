package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

/** Read by the library's own reader, which its tools use. */
class TestHistogramLog {
    private static final Instant BEGAN = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final long MILLI = 1_000_000;

    @Test
    void libraryReadsEveryRunOfEveryBlock() {
        Block baseline = block(Role.BASELINE, 1000, List.of(), 2 * MILLI, 3 * MILLI);
        Block control = block(Role.CONTROL, 3000, List.of("somebody"), 2 * MILLI);
        Map<Path, LatencyEvidence> variants = new LinkedHashMap<>();
        variants.put(
                Path.of("a/one, two.onnx"), evidence(block(Role.VARIANT, 2000, List.of(), MILLI), baseline, control));
        variants.put(
                Path.of("b/one, two.onnx"), evidence(baseline, control, block(Role.VARIANT, 4000, List.of(), MILLI)));

        List<Histogram> read = new ArrayList<>();
        try (HistogramLogReader reader =
                new HistogramLogReader(new ByteArrayInputStream(HistogramLog.of(BEGAN, variants)))) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                read.add((Histogram) next);
            }
            assertThat(reader.getStartTimeSec()).isEqualTo(BEGAN.toEpochMilli() / 1000.0);
        }

        assertThat(read)
                .extracting(Histogram::getTag)
                .containsExactly("baseline", "one__two.onnx", "control.void", "one__two.onnx.2");
        assertThat(read)
                .extracting(histogram -> histogram.getStartTimeStamp() - BEGAN.toEpochMilli())
                .containsExactly(1000L, 2000L, 3000L, 4000L);
        assertThat(read).extracting(Histogram::getTotalCount).containsExactly(2L, 1L, 1L, 1L);
        Histogram first = read.getFirst();
        assertThat(first.getEndTimeStamp() - first.getStartTimeStamp()).isEqualTo(5);
        assertThat(first.valuesAreEquivalent(first.getMaxValue(), 3 * MILLI)).isTrue();
    }

    private static LatencyEvidence evidence(Block... blocks) {
        LatencyEvidence.Summary nothing = new LatencyEvidence.Summary(1, 1, 1, null, null);
        Fork fork = new Fork(List.of(), List.of(), List.of(new Round(List.of(blocks))));
        return new LatencyEvidence(nothing, nothing, List.of(fork), 1, 7, true);
    }

    private static Block block(Role role, long began, List<String> voided, long... nanos) {
        return new Block(role, 1, voided, began, LatencyHistogram.of(nanos).text(), List.of());
    }
}
