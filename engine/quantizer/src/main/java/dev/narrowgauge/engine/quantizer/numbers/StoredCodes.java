package dev.narrowgauge.engine.quantizer.numbers;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Codes as bytes of a tensor. Large ones lie beside the heap: those of a model may be more than the heap holds. */
final class StoredCodes {
    private static final int LARGE_BYTES = 1 << 20;

    private StoredCodes() {}

    /** @param codes not to be changed any more */
    static ByteString of(byte[] codes) {
        if (codes.length < LARGE_BYTES) {
            return UnsafeByteOperations.unsafeWrap(codes);
        }
        MemorySegment beside = Arena.ofAuto().allocate(codes.length);
        MemorySegment.copy(codes, 0, beside, ValueLayout.JAVA_BYTE, 0, codes.length);
        return UnsafeByteOperations.unsafeWrap(beside.asByteBuffer());
    }
}
