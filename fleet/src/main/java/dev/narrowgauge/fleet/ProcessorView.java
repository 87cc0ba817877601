package dev.narrowgauge.fleet;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processor of a machine as {@code /proc/cpuinfo} tells of it, with the features of a device class: what a hypervisor
 * shows its guests, without a hypervisor. An agent cannot be told its class by a setting, which could be wrong.
 */
final class ProcessorView {
    private static final String ARCHITECTURE = "amd64";
    private static final String FLAGS = "flags";

    private static final Map<String, Set<String>> FEATURES = Map.of(
            "x86-avx2", Set.of("avx2"),
            "x86-vnni", Set.of("avx2", "avx_vnni"),
            "x86-amx", Set.of("avx2", "amx_tile", "amx_int8"));

    /** By which one class is told from another. */
    private static final Set<String> TELLING =
            Set.of("avx2", "avx_vnni", "avx_vnni_int8", "avx512_vnni", "amx_tile", "amx_int8", "amx_bf16");

    private ProcessorView() {}

    /** Why the processor of this machine cannot be shown as another; empty where it can. */
    static Optional<String> whyNot() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals(ARCHITECTURE)
                ? Optional.empty()
                : Optional.of("on %s a process reads the processor's features where no file can lie over them"
                        .formatted(architecture));
    }

    /** @param cpuinfo of this machine */
    static String of(String cpuinfo, String deviceClass) {
        Set<String> features = FEATURES.get(deviceClass);
        if (features == null) {
            throw new IllegalArgumentException("no processor can be shown as " + deviceClass);
        }
        return cpuinfo.lines()
                .map(line -> line.startsWith(FLAGS) ? flags(line, features) : line)
                .collect(joining("\n", "", "\n"));
    }

    private static String flags(String line, Set<String> features) {
        int start = line.indexOf(':') + 1;
        List<String> words = Arrays.asList(line.substring(start).strip().split(" "));
        Set<String> shown =
                words.stream().filter(word -> !TELLING.contains(word)).collect(toCollection(LinkedHashSet::new));
        shown.addAll(features);
        return line.substring(0, start) + " " + String.join(" ", shown);
    }
}
