package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The threads that compute a run: the one that asks for it, and those of ONNX Runtime's pool. The runtime does not name its
 * threads, so that they have the name of the one that opened the session; the JVM names its own.
 */
final class MeasuringThreads {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path OWN = Path.of("/proc/thread-self");

    private final Set<Long> before;

    private MeasuringThreads(Set<Long> before) {
        this.before = before;
    }

    /** To be called by the measuring thread before it opens the session. */
    static MeasuringThreads beforeOpening() {
        return new MeasuringThreads(all());
    }

    /** By the system's ids, after the session is open; empty where the system does not tell. */
    Set<Long> afterOpening() {
        Optional<Long> own = own();
        if (own.isEmpty()) {
            return Set.of();
        }
        String name = name(own.get());
        Set<Long> threads = new TreeSet<>(all());
        threads.removeAll(before);
        threads.removeIf(thread -> !name(thread).equals(name));
        threads.add(own.get());
        return threads;
    }

    private static Optional<Long> own() {
        try {
            return Optional.of(Long.parseLong(OWN.toRealPath().getFileName().toString()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Set<Long> all() {
        Set<Long> threads = new TreeSet<>();
        try (Stream<Path> tasks = Files.list(TASKS)) {
            tasks.forEach(task -> threads.add(Long.parseLong(task.getFileName().toString())));
        } catch (IOException e) {
            return Set.of();
        }
        return threads;
    }

    /** Empty where it has ended meanwhile. */
    private static String name(long thread) {
        try {
            return Files.readString(TASKS.resolve(thread + "/comm"));
        } catch (IOException e) {
            return "";
        }
    }
}
