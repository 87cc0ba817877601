package dev.narrowgauge.engine.runtime.provider;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/** A library of the system that may not be there, whose functions return 0 where they succeed. */
final class NativeLibrary {
    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /** It stays loaded; empty where the system has none of that name. */
    static Optional<NativeLibrary> find(String name) {
        try {
            return Optional.of(new NativeLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the function is there, and did what it was asked for. */
    boolean call(String function, MemoryLayout[] types, Object... arguments) {
        return symbols.find(function)
                .map(address -> Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, types)))
                .map(handle -> {
                    try {
                        return (int) handle.invokeWithArguments(arguments) == 0;
                    } catch (Throwable e) {
                        throw new IllegalStateException(function + " cannot be called", e);
                    }
                })
                .orElse(false);
    }
}
