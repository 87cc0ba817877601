package dev.narrowgauge.engine.runtime.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The system's clock of the calling thread's own time on processors. */
final class ThreadClock {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final MemorySegment TIME = Arena.global().allocate(JAVA_LONG, 2);
    private static final Optional<MethodHandle> GET_TIME = Linker.nativeLinker()
            .defaultLookup()
            .find("clock_gettime")
            .map(address ->
                    Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS)));

    private ThreadClock() {}

    /**
     * Has Linux add up what the calling thread has run until now. Otherwise the files of {@code /proc} tell how long a thread
     * that runs had run at the last tick, which is up to ten milliseconds ago.
     */
    static void bringUpToDate() {
        if (GET_TIME.isEmpty()) {
            return;
        }
        try {
            int _ = (int) GET_TIME.get().invokeExact(CLOCK_THREAD_CPUTIME_ID, TIME);
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime cannot be called", e);
        }
    }
}
