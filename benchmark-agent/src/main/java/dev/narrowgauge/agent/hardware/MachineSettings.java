package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.node.SystemFiles;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the machine is set, as far as timings depend on it and it can be read without rights.
 *
 * @param values by name; what the system does not say is left out
 */
public record MachineSettings(SortedMap<String, String> values) {
    private static final String CPU = "sys/devices/system/cpu/";
    private static final Map<String, String> NO_TURBO = Map.of("0", "on", "1", "off");
    private static final Map<String, String> BOOST = Map.of("0", "off", "1", "on");

    public MachineSettings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static MachineSettings of(SystemFiles files) {
        SortedMap<String, String> values = new TreeMap<>();
        files.line(CPU + "smt/control").ifPresent(smt -> values.put("cpu.smt", smt));
        turbo(files).ifPresent(turbo -> values.put("cpu.turbo", turbo));
        files.line("sys/devices/system/node/online").ifPresent(nodes -> values.put("cpu.numa", nodes));
        files.value("proc/self/status", "Cpus_allowed_list").ifPresent(allowed -> values.put("cpu.allowed", allowed));
        files.value("proc/self/status", "Mems_allowed_list")
                .ifPresent(allowed -> values.put("memory.allowed", allowed));
        return new MachineSettings(values);
    }

    /** Of two drivers, each of which says it in its own way. */
    private static Optional<String> turbo(SystemFiles files) {
        return files.line(CPU + "intel_pstate/no_turbo")
                .map(NO_TURBO::get)
                .or(() -> files.line(CPU + "cpufreq/boost").map(BOOST::get));
    }
}
