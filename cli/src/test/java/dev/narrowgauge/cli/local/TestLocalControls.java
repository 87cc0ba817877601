package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.node.StateDirectory;
import dev.narrowgauge.domain.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLocalControls {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void historyGrowsWithEveryBenchmarkButPreviews() {
        LocalControls controls = controls("a processor");
        assertThat(controls.after(Optional.empty())).isEqualTo(new NoiseFloor(0, 20, null));
        for (int i = 1; i <= 20; i++) {
            assertThat(controls.after(control(1 + i / 1000.0)).controls()).isEqualTo(i);
        }

        NoiseFloor floor = controls.after(Optional.empty());
        assertThat(floor.controls()).isEqualTo(20);
        assertThat(floor.smallestDifference()).isCloseTo(0.02, within(1e-12));
    }

    @Test
    void machinesThatShareADirectoryHaveTheirOwn() {
        controls("a processor").after(control(1.01));
        assertThat(controls("another").after(control(1.01)).controls()).isEqualTo(1);
        assertThat(controls("a processor").after(control(1.01)).controls()).isEqualTo(2);
    }

    @Test
    void fileHasTheLatestAndNothingIsLeftBeside() throws IOException {
        LocalControls controls = controls("a processor");
        for (int i = 0; i < 310; i++) {
            controls.after(control(1));
        }
        controls.after(control(1.5));

        List<String> lines = Files.readAllLines(controls.file());
        assertThat(lines).hasSize(300);
        assertThat(lines.getLast()).contains("1.5");
        try (Stream<Path> files = Files.list(controls.file().getParent())) {
            assertThat(files).containsExactly(controls.file());
        }
    }

    @Test
    void whatCannotBeReadIsNotKnown() throws IOException {
        LocalControls controls = controls("a processor");
        controls.after(control(1.01));
        String line = Files.readString(controls.file());
        Files.writeString(
                controls.file(), line + "{\"machine\": \"a processor\"}\nno JSON\n[]\n\n" + line.substring(0, 40));

        assertThat(controls.after(control(1.01)).controls()).isEqualTo(2);
    }

    @Test
    void whatCannotBeWrittenIsForgotten() throws IOException {
        Path occupied = Files.writeString(directory.resolve("occupied"), "a file");
        LocalControls controls = new LocalControls(occupied.resolve("controls.jsonl"), "a processor");

        assertThat(controls.after(control(1.01)).controls()).isEqualTo(1);
        assertThat(controls.after(Optional.empty()).controls()).isZero();
    }

    @Test
    void directoryIsTheUsersForStates() {
        Path home = Path.of("/home/anna");
        Path usual = Path.of("/home/anna/.local/state/narrowgauge");
        assertThat(StateDirectory.of(Map.of(), home)).isEqualTo(usual);
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "states"), home)).isEqualTo(usual);
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/states"), home))
                .isEqualTo(Path.of("/states/narrowgauge"));
    }

    private LocalControls controls(String machine) {
        return new LocalControls(directory.resolve("state").resolve("controls.jsonl"), machine);
    }

    private static Optional<Control> control(double ratio) {
        return Optional.of(new Control(NOW, 1, new Interval(ratio, ratio - 0.1, ratio + 0.1, 0.99)));
    }
}
