package dev.narrowgauge.engine.runtime.session;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The one call to NVIDIA's driver that ONNX Runtime has none for in its C interface: its library is loaded with the provider. */
final class CudaDriver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final int SUCCESS = 0;

    /** Found when it is first wanted: on most machines there is none. */
    private static final class Copy {
        private static final MethodHandle CALL = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(LIBRARY, Arena.global()).findOrThrow("cuMemcpyDtoH_v2"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    private CudaDriver() {}

    /** By a thread that ran on the device, whose context it has; after that run has ended. */
    static void copyToHost(MemorySegment target, long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        int status;
        try {
            status = (int) Copy.CALL.invokeExact(target, address, bytes);
        } catch (Throwable e) {
            throw new IllegalStateException(LIBRARY + " has no cuMemcpyDtoH_v2 to call", e);
        }
        if (status != SUCCESS) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "The graphics processor does not give back what it computed (CUDA status %d); it may be gone: see nvidia-smi."
                            .formatted(status));
        }
    }
}
