package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEnergyCounters {
    private static void zone(Path zones, String folder, String name, long microjoules) throws IOException {
        Path zone = Files.createDirectories(zones.resolve(folder));
        Files.writeString(zone.resolve("name"), name + "\n");
        Files.writeString(zone.resolve("energy_uj"), microjoules + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), "10000000\n");
    }

    /** Cores are a part of their package, and a counter begins again once it is full. */
    @Test
    void packagesAreAddedUp(@TempDir Path zones) throws IOException {
        zone(zones, "intel-rapl:0", "package-0", 9_000_000);
        zone(zones, "intel-rapl:0:0", "core", 5_000_000);
        zone(zones, "intel-rapl:1", "package-1", 1_000_000);
        zone(zones, "intel-rapl:2", "psys", 0);
        EnergyCounters counters = new EnergyCounters(zones);
        Optional<EnergyCounters.Reading> before = counters.read();
        zone(zones, "intel-rapl:0", "package-0", 500_000);
        zone(zones, "intel-rapl:0:0", "core", 9_000_000);
        zone(zones, "intel-rapl:1", "package-1", 3_000_000);
        assertThat(counters.since(before)).hasValue(1.5 + 2);
    }

    @Test
    void whatCannotBeReadIsUnknown(@TempDir Path zones) throws IOException {
        assertThat(new EnergyCounters(zones).read()).isEmpty();
        assertThat(new EnergyCounters(zones.resolve("absent")).read()).isEmpty();
        assertThat(new EnergyCounters(zones).since(Optional.empty())).isEmpty();
        Files.writeString(Files.createDirectories(zones.resolve("intel-rapl:0")).resolve("name"), "package-0\n");
        assertThat(new EnergyCounters(zones).read()).isEmpty();
    }
}
