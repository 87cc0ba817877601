package dev.narrowgauge.engine.runtime.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where a provider computes: memory that ONNX Runtime allocates there. */
sealed interface DeviceMemory {
    /** As ONNX Runtime names it. */
    String name();

    /** Number of the device. */
    int device();

    /** A copy, in memory of the host. */
    ByteBuffer read(long address, long bytes);

    /** The host's own. */
    record Host() implements DeviceMemory {
        @Override
        public String name() {
            return "Cpu";
        }

        @Override
        public int device() {
            return 0;
        }

        @Override
        public ByteBuffer read(long address, long bytes) {
            MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes));
            MemorySegment.copy(MemorySegment.ofAddress(address).reinterpret(bytes), 0, copy, 0, bytes);
            return copy.asSlice(0, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        }
    }

    /** That of an NVIDIA graphics processor. */
    record Cuda(int device) implements DeviceMemory {
        @Override
        public String name() {
            return "Cuda";
        }

        @Override
        public ByteBuffer read(long address, long bytes) {
            MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes));
            CudaDriver.copyToHost(copy, address, bytes);
            return copy.asSlice(0, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        }
    }
}
