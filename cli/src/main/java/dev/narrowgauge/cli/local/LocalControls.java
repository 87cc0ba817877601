package dev.narrowgauge.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.latency.ControlHistory;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.domain.node.ProcessorName;
import dev.narrowgauge.domain.node.StateDirectory;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code benchmark} saw of the noise of this machine, a line per control. A service keeps its own. What goes wrong with
 * the file is no reason for a benchmark to fail: what cannot be read is not known, what cannot be written is forgotten.
 *
 * @param file of lines of JSON, of all machines that share it; the latest {@link ControlHistory#MOST}
 * @param machine by what its timings are comparable
 */
record LocalControls(Path file, String machine) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** @param execution on what was measured: what the processor sees of noise another device need not */
    static LocalControls ofThisUser(Execution execution) {
        String machine = execution.onCpu()
                ? processor()
                : "%s, %s %d".formatted(processor(), execution.provider().word(), execution.device());
        return new LocalControls(StateDirectory.ofThisUser().resolve("controls.jsonl"), machine);
    }

    /**
     * As {@link #after}, with the control that the variants of a measurement share.
     *
     * @param variants at least one
     */
    NoiseFloor afterMeasuring(Collection<PairedMeasurement> variants) {
        return after(Control.of(variants.iterator().next().evidence(), Instant.now()));
    }

    /** The noise floor of this machine with the control of the latest benchmark, which is kept; a preview has none. */
    NoiseFloor after(Optional<Control> latest) {
        List<String> lines = new ArrayList<>(lines());
        latest.ifPresent(control -> {
            lines.add(line(control));
            write(lines.subList(Math.max(0, lines.size() - ControlHistory.MOST), lines.size()));
        });
        return new ControlHistory(
                        lines.stream().flatMap(line -> control(line).stream()).toList())
                .floor();
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void write(List<String> lines) {
        try {
            Files.createDirectories(file.getParent());
            Path whole = Files.createTempFile(file.getParent(), "controls", ".part");
            try {
                Files.write(whole, lines);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            // The next benchmark tries again.
        }
    }

    private String line(Control control) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("machine", machine);
        values.put("at", control.at().toString());
        values.put("session", control.session());
        values.put("ratio", control.ratio());
        return JsonFile.text(values);
    }

    /** Empty for a line of another machine, and for one that nobody can read. */
    private Optional<Control> control(String line) {
        try {
            JsonNode values = MAPPER.readTree(line);
            if (!values.path("machine").asText().equals(machine)) {
                return Optional.empty();
            }
            return Optional.of(new Control(
                    Instant.parse(values.path("at").asText()),
                    values.path("session").asLong(),
                    MAPPER.treeToValue(values.path("ratio"), Interval.class)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Its name and how many of its processors this process may use. */
    private static String processor() {
        return "%s, %d processors".formatted(ProcessorName.ofThisMachine(), PhysicalCores.allowedProcessors());
    }
}
