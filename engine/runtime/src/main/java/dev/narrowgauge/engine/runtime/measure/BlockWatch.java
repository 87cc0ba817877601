package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.node.ProcessorList;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what the system counts about the processors and the threads of a measurement. It is read before a turn and after it,
 * never within: reading takes memory and time.
 */
final class BlockWatch {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");

    private final Path processes;
    private final Path devices;
    private final Set<Integer> processors;

    /** Hyper-threads of the same cores, which compute nothing here: what runs on them takes from what does. */
    private final Set<Integer> siblings;

    private final Set<Long> threads;

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
        this.processes = processes;
        this.devices = devices;
        this.processors = Set.copyOf(processors);
        this.siblings = siblings();
        this.threads = Set.copyOf(threads);
    }

    private Set<Integer> siblings() {
        Set<Integer> siblings = new TreeSet<>();
        for (int processor : processors) {
            read(device(processor, "topology/thread_siblings_list"), ProcessorList::parse)
                    .ifPresent(siblings::addAll);
        }
        siblings.removeAll(processors);
        return siblings;
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
                read(processes.resolve("stat"), text -> ProcessorTicks.of(text, processors)),
                siblings.isEmpty()
                        ? Optional.empty()
                        : read(processes.resolve("stat"), text -> ProcessorTicks.of(text, siblings)),
                read(processes.resolve("self/stat"), MajorFaults::of));
    }

    private Map<Long, ThreadTimes> threadTimes() {
        Map<Long, ThreadTimes> times = new HashMap<>();
        for (long thread : threads) {
            read(processes.resolve("self/task/%d/schedstat".formatted(thread)), ThreadTimes::of)
                    .ifPresent(time -> times.put(thread, time));
        }
        return times;
    }

    private ClockSpeeds clocks() {
        Map<Integer, Double> scaled = new TreeMap<>();
        for (int processor : processors) {
            read(device(processor, "cpufreq/scaling_cur_freq"), Double::parseDouble)
                    .ifPresent(speed -> scaled.put(processor, speed));
        }
        if (!scaled.isEmpty()) {
            return new ClockSpeeds(scaled);
        }
        return read(processes.resolve("cpuinfo"), text -> ClockSpeeds.ofCpuInfo(text, processors))
                .orElseGet(() -> new ClockSpeeds(Map.of()));
    }

    private Optional<Long> throttles() {
        return processors.stream()
                .flatMap(processor -> Stream.of("core_throttle_count", "package_throttle_count")
                        .map(counter -> device(processor, "thermal_throttle/" + counter)))
                .flatMap(file -> read(file, Long::parseLong).stream())
                .reduce(Long::sum);
    }

    private Path device(int processor, String file) {
        return devices.resolve("cpu" + processor).resolve(file);
    }

    /** Empty where there is no such file, or it says something else: that is not known then. */
    private static <T> Optional<T> read(Path file, Function<String, T> parser) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
