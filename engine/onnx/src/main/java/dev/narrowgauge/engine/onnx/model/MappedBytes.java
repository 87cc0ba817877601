package dev.narrowgauge.engine.onnx.model;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;

/** Bytes that lie in a mapped file. */
final class MappedBytes {
    /** Of fewer it is not worth the call. */
    private static final int LEAST_BYTES = 1 << 20;

    private MappedBytes() {}

    /** Of those that have just been read: until somebody reads them again they need no memory. Does nothing with others. */
    static void unload(ByteString bytes) {
        if (bytes.size() < LEAST_BYTES) {
            return;
        }
        MemorySegment memory = MemorySegment.ofBuffer(bytes.asReadOnlyByteBuffer());
        if (memory.isMapped()) {
            memory.unload();
        }
    }
}
