package dev.narrowgauge.domain.node;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The cores that a process may compute on. Each does arithmetic of its own; a second thread on one core only takes from the
 * first.
 *
 * @param processors of each core its logical processors, as far as the process may use them, both in order
 * @param usable how many of the cores it may keep busy at a time, where it is allowed less time than they have; at least 1
 */
public record PhysicalCores(List<List<Integer>> processors, int usable) {
    private static final Path THIS_PROCESS = Path.of("/proc/self/status");
    private static final Path DEVICES = Path.of("/sys/devices/system/cpu");

    public PhysicalCores {
        processors = processors.stream().map(List::copyOf).toList();
        if (processors.isEmpty()) {
            throw new IllegalArgumentException("no core");
        }
        usable = Math.clamp(usable, 1, processors.size());
    }

    /** Of this process. Where the system does not tell which processors share a core, none do. */
    public static PhysicalCores available() {
        int allowedTime = Runtime.getRuntime().availableProcessors();
        SortedSet<Integer> allowed = ProcessorList.allowed(read(THIS_PROCESS));
        if (allowed.isEmpty()) {
            allowed = IntStream.range(0, allowedTime).boxed().collect(toCollection(TreeSet::new));
        }
        return of(
                allowed,
                processor -> read(DEVICES.resolve("cpu%d/topology/thread_siblings_list".formatted(processor))),
                allowedTime);
    }

    /**
     * @param allowed processors that the process may run on, at least one
     * @param siblings of a processor the list of those on the same core, itself among them; empty where not known
     * @param allowedTime processors' worth of time that the process is allowed
     */
    static PhysicalCores of(SortedSet<Integer> allowed, IntFunction<String> siblings, int allowedTime) {
        List<List<Integer>> cores = new ArrayList<>();
        SortedSet<Integer> left = new TreeSet<>(allowed);
        while (!left.isEmpty()) {
            int first = left.first();
            SortedSet<Integer> core = ProcessorList.parse(siblings.apply(first));
            core.retainAll(left);
            core.add(first);
            cores.add(List.copyOf(core));
            left.removeAll(core);
        }
        return new PhysicalCores(cores, allowedTime);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
