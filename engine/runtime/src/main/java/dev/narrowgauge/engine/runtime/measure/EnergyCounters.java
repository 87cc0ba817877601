package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The energy that the processor packages of this machine have taken, as RAPL counts it: cores, caches and what else is in a
 * package, working or not. Since Linux 5.10 only root may read it where nobody has allowed more (CVE-2020-8694), and most virtual
 * machines have none.
 */
final class EnergyCounters {
    private static final Path POWER_ZONES = Path.of("/sys/class/powercap");
    private static final String ZONES = "intel-rapl:*";
    private static final String PACKAGE = "package";
    private static final double MICROJOULES = 1e6;

    private final Path zones;

    /** Of one package, microjoules; it begins again at 0 after {@code most}. */
    private record Counter(long value, long most) {
        long since(Counter before) {
            return value >= before.value ? value - before.value : value + most - before.value;
        }
    }

    /** At one moment, by the name of the zone. */
    record Reading(Map<String, Counter> counters) {
        /** Joules since then, of all packages; at most one turn of a counter is noticed, which takes minutes. */
        double since(Reading before) {
            return counters.entrySet().stream()
                            .filter(zone -> before.counters.containsKey(zone.getKey()))
                            .mapToLong(zone -> zone.getValue().since(before.counters.get(zone.getKey())))
                            .sum()
                    / MICROJOULES;
        }
    }

    /** @param zones {@code /sys/class/powercap}, or a directory with the same files */
    EnergyCounters(Path zones) {
        this.zones = zones;
    }

    static EnergyCounters ofThisMachine() {
        return new EnergyCounters(POWER_ZONES);
    }

    /** Empty where there is no package whose counter this process may read. */
    Optional<Reading> read() {
        Map<String, Counter> counters = new HashMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(zones, ZONES)) {
            for (Path zone : found) {
                if (Files.readString(zone.resolve("name")).startsWith(PACKAGE)) {
                    counters.put(
                            zone.getFileName().toString(),
                            new Counter(number(zone, "energy_uj"), number(zone, "max_energy_range_uj")));
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException unknown) {
            return Optional.empty();
        }
        return counters.isEmpty() ? Optional.empty() : Optional.of(new Reading(counters));
    }

    /** Joules that were taken since then; empty where either is not known. */
    OptionalDouble since(Optional<Reading> before) {
        Optional<Reading> now = before.isEmpty() ? Optional.empty() : read();
        return now.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(now.get().since(before.get()));
    }

    private static long number(Path zone, String file) throws IOException {
        return Long.parseLong(Files.readString(zone.resolve(file)).strip());
    }
}
