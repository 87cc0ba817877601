package dev.narrowgauge.engine.runtime.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.narrowgauge.domain.node.ProcessorList;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Binds the calling thread, and every thread that it starts from then on, to processors; threads of the JVM that are there
 * already stay free. Closing lets the thread go where it could before. Where the system has no such call, or refuses, the
 * thread stays free.
 */
final class Pinning implements AutoCloseable {
    private static final int THIS_THREAD = 0;
    private static final Optional<MethodHandle> SET_AFFINITY = find();

    private final Collection<Integer> before;
    private final List<Integer> processors;

    private Pinning(Collection<Integer> before, List<Integer> processors) {
        this.before = before;
        this.processors = processors;
    }

    /** @param processors none binds to none */
    static Pinning to(Collection<Integer> processors) {
        Collection<Integer> before = ProcessorList.ofThisThread();
        if (processors.isEmpty() || before.isEmpty() || !bind(processors)) {
            return new Pinning(List.of(), List.of());
        }
        return new Pinning(before, List.copyOf(ProcessorList.ofThisThread()));
    }

    /** What the system says that the thread is bound to; empty where it is free. */
    List<Integer> processors() {
        return processors;
    }

    @Override
    public void close() {
        if (!before.isEmpty()) {
            bind(before);
        }
    }

    private static Optional<MethodHandle> find() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("sched_setaffinity");
        return function.map(address ->
                linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS)));
    }

    private static boolean bind(Collection<Integer> processors) {
        if (SET_AFFINITY.isEmpty()) {
            return false;
        }
        BitSet set = new BitSet();
        processors.forEach(set::set);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(JAVA_LONG, set.toLongArray());
            return (int) SET_AFFINITY.get().invokeExact(THIS_THREAD, mask.byteSize(), mask) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setaffinity cannot be called", e);
        }
    }
}
