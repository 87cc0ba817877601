package dev.narrowgauge.engine.runtime.session;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Functions of ONNX Runtime's C interface by their place in {@code OrtApi}, which is only ever added to at the end. */
final class NativeFunctions {
    /** Of the version below. */
    private static final int COUNT = 150;

    /** The first that has all functions which are called here. */
    private static final int VERSION = 5;

    private NativeFunctions() {}

    /** Empty where ONNX Runtime's library is not loaded. */
    static Optional<MethodHandle> find(int index, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return SymbolLookup.loaderLookup().find("OrtGetApiBase").map(base -> {
            MemorySegment table = table(linker, base);
            return linker.downcallHandle(table.getAtIndex(ADDRESS, index), type);
        });
    }

    private static MemorySegment table(Linker linker, MemorySegment getBase) {
        try {
            MemorySegment base = (MemorySegment) linker.downcallHandle(getBase, FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
            MemorySegment getTable = base.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
            MemoryLayout functions = MemoryLayout.sequenceLayout(COUNT, ADDRESS);
            return ((MemorySegment) linker.downcallHandle(getTable, FunctionDescriptor.of(ADDRESS, JAVA_INT))
                            .invokeExact(VERSION))
                    .reinterpret(functions.byteSize());
        } catch (Throwable e) {
            throw new IllegalStateException("ONNX Runtime's OrtGetApiBase cannot be called", e);
        }
    }
}
