package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.node.ProcessorList;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what the system counts about the processors and the threads of a measurement. It is read before a turn and after it,
 * never within: reading takes memory and time.
 */
final class BlockWatch implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");

    private final Set<Integer> processors;

    /** Hyper-threads of the same cores, which compute nothing here: what runs on them takes from what does. */
    private final Set<Integer> siblings;

    private final List<SystemFile> opened = new ArrayList<>();
    private final SystemFile stat;
    private final SystemFile ownStat;
    private final SystemFile cpuInfo;
    private final Map<Integer, SystemFile> frequencies = new TreeMap<>();
    private final List<SystemFile> throttleCounts = new ArrayList<>();
    private final Map<Long, SystemFile> threadTimes = new TreeMap<>();

    /**
     * Cleared by the first collection, which tells as much as the JVM's own counters: those are behind an interface that takes
     * a child some twenty milliseconds to load.
     */
    private WeakReference<Object> unreachable = new WeakReference<>(new Object());

    private long collections;

    /**
     * @param processes {@code /proc}, or a directory with the same files
     * @param devices {@code /sys/devices/system/cpu} likewise
     */
    BlockWatch(Path processes, Path devices, Set<Integer> processors, Set<Long> threads) {
        this.processors = Set.copyOf(processors);
        this.stat = file(processes.resolve("stat"));
        this.ownStat = file(processes.resolve("self/stat"));
        this.cpuInfo = file(processes.resolve("cpuinfo"));
        this.siblings = new TreeSet<>();
        for (int processor : processors) {
            Path device = devices.resolve("cpu" + processor);
            frequencies.put(processor, file(device.resolve("cpufreq/scaling_cur_freq")));
            throttleCounts.add(file(device.resolve("thermal_throttle/core_throttle_count")));
            throttleCounts.add(file(device.resolve("thermal_throttle/package_throttle_count")));
            file(device.resolve("topology/thread_siblings_list"))
                    .read(ProcessorList::parse)
                    .ifPresent(siblings::addAll);
        }
        siblings.removeAll(processors);
        for (long thread : threads) {
            threadTimes.put(thread, file(processes.resolve("self/task/%d/schedstat".formatted(thread))));
        }
    }

    private SystemFile file(Path path) {
        SystemFile file = new SystemFile(path);
        opened.add(file);
        return file;
    }

    /**
     * @param processors that the runs are computed on
     * @param threads that compute them, by the system's ids
     */
    static BlockWatch onThisMachine(Set<Integer> processors, Set<Long> threads) {
        return new BlockWatch(PROCESSES, PROCESSORS, processors, threads);
    }

    /** To be called before the first run. */
    MachineCounters begin() {
        Rates rates = rates();
        ThreadClock.bringUpToDate();
        Map<Long, ThreadTimes> threadTimes = threadTimes();
        unreachable = new WeakReference<>(new Object());
        return counters(rates, threadTimes, System.nanoTime());
    }

    /** To be called right after the last run. */
    MachineCounters end() {
        long nanos = System.nanoTime();
        // Before anything is read: that takes memory, and may itself call for the collector.
        if (unreachable.get() == null) {
            collections++;
        }
        ThreadClock.bringUpToDate();
        Map<Long, ThreadTimes> threadTimes = threadTimes();
        return counters(rates(), threadTimes, nanos);
    }

    /** What takes long to read is read farther away from the runs. */
    private record Rates(
            ClockSpeeds clocks,
            Optional<Long> throttles,
            Optional<ProcessorTicks> processors,
            Optional<ProcessorTicks> siblings,
            Optional<Long> majorFaults) {}

    private MachineCounters counters(Rates rates, Map<Long, ThreadTimes> threadTimes, long nanos) {
        return new MachineCounters(
                nanos,
                rates.processors(),
                rates.siblings(),
                threadTimes,
                rates.clocks(),
                rates.throttles(),
                rates.majorFaults(),
                collections);
    }

    private Rates rates() {
        return new Rates(
                clocks(),
                throttles(),
                stat.read(text -> ProcessorTicks.of(text, processors)),
                siblings.isEmpty() ? Optional.empty() : stat.read(text -> ProcessorTicks.of(text, siblings)),
                ownStat.read(MajorFaults::of));
    }

    private Map<Long, ThreadTimes> threadTimes() {
        Map<Long, ThreadTimes> times = new HashMap<>();
        threadTimes.forEach((thread, file) -> file.read(ThreadTimes::of).ifPresent(time -> times.put(thread, time)));
        return times;
    }

    private ClockSpeeds clocks() {
        Map<Integer, Double> scaled = new TreeMap<>();
        frequencies.forEach(
                (processor, file) -> file.read(Double::parseDouble).ifPresent(speed -> scaled.put(processor, speed)));
        if (!scaled.isEmpty()) {
            return new ClockSpeeds(scaled);
        }
        return cpuInfo.read(text -> ClockSpeeds.ofCpuInfo(text, processors)).orElseGet(() -> new ClockSpeeds(Map.of()));
    }

    private Optional<Long> throttles() {
        return throttleCounts.stream()
                .flatMap(file -> file.read(Long::parseLong).stream())
                .reduce(Long::sum);
    }

    @Override
    public void close() {
        opened.forEach(SystemFile::close);
    }
}
