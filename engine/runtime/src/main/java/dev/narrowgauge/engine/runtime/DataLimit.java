package dev.narrowgauge.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The limit of this process's data on Linux, which its parent has set so that native allocations fail before the machine is
 * full. Files that ONNX Runtime maps count as data, too, as it could change its view of them, and take no memory all the same.
 */
public final class DataLimit {
    /** {@code RLIMIT_DATA} of Linux. */
    private static final int DATA = 2;

    private DataLimit() {}

    /** Makes room for mapped files of that many bytes; does nothing where the system has another interface. */
    public static void makeRoom(long bytes) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(MemoryLayout.sequenceLayout(2, JAVA_LONG));
            call("getrlimit", limits);
            long current = limits.getAtIndex(JAVA_LONG, 0);
            long most = limits.getAtIndex(JAVA_LONG, 1);
            // No limit is the largest number without a sign, and nothing can be added to it.
            if (Long.compareUnsigned(current + bytes, current) > 0) {
                boolean fits = Long.compareUnsigned(current + bytes, most) <= 0;
                limits.setAtIndex(JAVA_LONG, 0, fits ? current + bytes : most);
                call("setrlimit", limits);
            }
        }
    }

    /** What it answers tells no more than whether a later allocation fails. */
    private static void call(String function, MemorySegment limits) {
        Linker linker = Linker.nativeLinker();
        MethodHandle handle = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(function), FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        try {
            int unused = (int) handle.invokeExact(DATA, limits);
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }
}
