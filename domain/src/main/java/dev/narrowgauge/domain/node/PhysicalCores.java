package dev.narrowgauge.domain.node;

import static java.util.stream.Collectors.toCollection;

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
    private static final String DEVICES = "sys/devices/system/cpu/";

    public PhysicalCores {
        processors = processors.stream().map(List::copyOf).toList();
        if (processors.isEmpty()) {
            throw new IllegalArgumentException("no core");
        }
        usable = Math.clamp(usable, 1, processors.size());
    }

    /** Of this process. Where the system does not tell which processors share a core, none do. */
    public static PhysicalCores available() {
        PhysicalCores cores = of(SystemFiles.ofThisMachine());
        return new PhysicalCores(cores.processors, Math.min(cores.usable, allowedProcessors()));
    }

    /**
     * Logical processors of all cores that this process may use, in which there may be some that it may not: who computes on
     * those takes from it.
     */
    public static SortedSet<Integer> wholeCores() {
        return wholeCores(SystemFiles.ofThisMachine());
    }

    static SortedSet<Integer> wholeCores(SystemFiles files) {
        SortedSet<Integer> processors = new TreeSet<>();
        for (int processor : allowed(files)) {
            processors.add(processor);
            processors.addAll(ProcessorList.parse(siblings(files, processor)));
        }
        return processors;
    }

    /** Logical processors' worth of time that this process may use, by cpuset and control group. */
    public static int allowedProcessors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** As {@link #available}, by what the files say. */
    public static PhysicalCores of(SystemFiles files) {
        double time = ControlGroup.of(files).processors().orElse(Integer.MAX_VALUE);
        return of(allowed(files), processor -> siblings(files, processor), (int) Math.ceil(time));
    }

    /**
     * Linux allows a process processors that are not there; those that are there it then allows as well. Where it does not, the
     * process is bound to some, or a container's tables number them in their own way: the kernel's numbers count.
     */
    private static SortedSet<Integer> allowed(SystemFiles files) {
        SortedSet<Integer> online = online(files);
        SortedSet<Integer> allowed = ProcessorList.allowed(String.join("\n", files.lines("proc/self/status")));
        return allowed.isEmpty() || allowed.containsAll(online) ? online : allowed;
    }

    private static SortedSet<Integer> online(SystemFiles files) {
        return files.line(DEVICES + "online").map(ProcessorList::parse).orElseGet(() -> {
            long listed = files.lines("proc/cpuinfo").stream()
                    .filter(line -> line.startsWith("processor"))
                    .count();
            int count = listed > 0 ? (int) listed : allowedProcessors();
            return IntStream.range(0, count).boxed().collect(toCollection(TreeSet::new));
        });
    }

    private static String siblings(SystemFiles files, int processor) {
        String topology = DEVICES + "cpu%d/topology/".formatted(processor);
        return files.line(topology + "core_cpus_list")
                .or(() -> files.line(topology + "thread_siblings_list"))
                .orElse("");
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
}
