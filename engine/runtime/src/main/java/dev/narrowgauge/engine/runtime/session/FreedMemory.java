package dev.narrowgauge.engine.runtime.session;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives memory back to the system that nothing in this process uses any more. By themselves neither does: the collector lets
 * the heap grow before it looks for garbage, and the allocator of C keeps what closed sessions have freed. Beside a large
 * model that is as much as the model.
 */
final class FreedMemory {
    /** Less is not worth the pause. */
    private static final long LEAST_BYTES = 192L << 20;

    private static final Path STATUS = Path.of("/proc/self/status");

    private static final Optional<MethodHandle> TRIM = trim();

    private static long left = Long.MAX_VALUE;

    private FreedMemory() {}

    /** Does nothing while the process has not grown by much since the last time, and where the system does not say so. */
    static synchronized void giveBack() {
        long now = anonymousBytes();
        left = Math.min(left, now);
        if (now - left < LEAST_BYTES) {
            return;
        }
        System.gc();
        TRIM.ifPresent(FreedMemory::call);
        left = anonymousBytes();
    }

    /** Resident pages without those of mapped files. */
    private static long anonymousBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Other C libraries than that of GNU have none. */
    private static Optional<MethodHandle> trim() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("malloc_trim");
        return function.map(address -> linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)));
    }

    /** What it answers tells no more than whether there was something. */
    private static void call(MethodHandle trim) {
        try {
            int unused = (int) trim.invokeExact(0L);
        } catch (Throwable e) {
            throw new IllegalStateException("malloc_trim cannot be called", e);
        }
    }
}
