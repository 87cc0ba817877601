package dev.narrowgauge.engine.runtime.session;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OnnxTensor;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Inputs and outputs of one session that are bound once and run again and again: ONNX Runtime's {@code OrtIoBinding}, which
 * its Java interface lacks. An input is copied to where the model reads it when it is bound, an output stays where it was
 * computed.
 */
final class IoBinding implements AutoCloseable {
    private static final long OK = 0;
    private static final long NO_OPTIONS = 0;
    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    /** Null where the library is not loaded; a constant that is not wrapped, as in {@link DirectRun}. */
    private static final MethodHandle RUN = NativeFunctions.find(
                    133, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG))
            .orElse(null);

    /** Looked up when a binding is made. */
    private static final class Calls {
        private static final FunctionDescriptor OF_TWO = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
        private static final FunctionDescriptor OF_THREE =
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        private static final FunctionDescriptor RELEASE = FunctionDescriptor.ofVoid(JAVA_LONG);

        private static final MethodHandle ERROR_MESSAGE = handle(2, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        private static final MethodHandle DATA = handle(51, OF_TWO);
        private static final MethodHandle DIMENSION_COUNT = handle(61, OF_TWO);
        private static final MethodHandle DIMENSIONS = handle(62, OF_THREE);
        private static final MethodHandle TYPE_AND_SHAPE = handle(65, OF_TWO);
        private static final MethodHandle CREATE_MEMORY =
                handle(68, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        private static final MethodHandle FREE = handle(76, OF_TWO);
        private static final MethodHandle DEFAULT_ALLOCATOR = handle(78, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        private static final MethodHandle RELEASE_STATUS = handle(93, RELEASE);
        private static final MethodHandle RELEASE_MEMORY = handle(94, RELEASE);
        private static final MethodHandle RELEASE_VALUE = handle(96, RELEASE);
        private static final MethodHandle RELEASE_SHAPE = handle(99, RELEASE);
        private static final MethodHandle CREATE = handle(134, OF_TWO);
        private static final MethodHandle RELEASE_BINDING = handle(135, RELEASE);
        private static final MethodHandle BIND_INPUT = handle(136, OF_THREE);
        private static final MethodHandle BIND_OUTPUT = handle(138, OF_THREE);
        private static final MethodHandle OUTPUTS =
                handle(140, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

        private static MethodHandle handle(int index, FunctionDescriptor type) {
            return NativeFunctions.find(index, type).orElseThrow();
        }
    }

    private final long session;
    private final String model;
    private final NativeNames names;
    private final DeviceMemory memory;
    private final long memoryInfo;
    private final long binding;

    /** What an output is, while it is looked at. */
    @FunctionalInterface
    interface Look {
        /** @param place among the outputs, in the order in which they were bound */
        void at(int place, long[] dims, long address);
    }

    /**
     * @param session ONNX Runtime's own handle
     * @param model for messages
     * @param memory where outputs stay
     */
    IoBinding(long session, String model, NativeNames names, DeviceMemory memory) {
        this.session = session;
        this.model = model;
        this.names = names;
        this.memory = memory;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = arena.allocate(JAVA_LONG);
            check(call(() -> (long) Calls.CREATE_MEMORY.invokeExact(
                    names.address(memory.name()), DEVICE_ALLOCATOR, memory.device(), DEFAULT_MEMORY, made.address())));
            memoryInfo = made.get(JAVA_LONG, 0);
            check(call(() -> (long) Calls.CREATE.invokeExact(session, made.address())));
            binding = made.get(JAVA_LONG, 0);
        }
    }

    void input(String name, OnnxTensor tensor) {
        long value = NativeHandles.of(tensor).orElseThrow();
        check(call(() -> (long) Calls.BIND_INPUT.invokeExact(binding, names.address(name), value)));
    }

    void output(String name) {
        check(call(() -> (long) Calls.BIND_OUTPUT.invokeExact(binding, names.address(name), memoryInfo)));
    }

    /** Computes, and returns when the device has. */
    void run() {
        long status;
        try {
            status = (long) RUN.invokeExact(session, NO_OPTIONS, binding);
        } catch (Throwable e) {
            throw new IllegalStateException("ONNX Runtime's RunWithBinding cannot be called", e);
        }
        if (status != OK) {
            check(status);
        }
    }

    /** Shows every output of the last run. */
    void outputs(Look look) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_LONG, 2);
            check(call(() -> (long) Calls.DEFAULT_ALLOCATOR.invokeExact(answer.address())));
            long allocator = answer.get(JAVA_LONG, 0);
            check(call(() -> (long) Calls.OUTPUTS.invokeExact(
                    binding, allocator, answer.address(), answer.address() + JAVA_LONG.byteSize())));
            long array = answer.get(JAVA_LONG, 0);
            int count = Math.toIntExact(answer.getAtIndex(JAVA_LONG, 1));
            MemorySegment values = MemorySegment.ofAddress(array)
                    .reinterpret(MemoryLayout.sequenceLayout(count, ADDRESS).byteSize());
            try {
                for (int place = 0; place < count; place++) {
                    show(place, values.getAtIndex(JAVA_LONG, place), arena, look);
                }
            } finally {
                for (int place = 0; place < count; place++) {
                    release(Calls.RELEASE_VALUE, values.getAtIndex(JAVA_LONG, place));
                }
                check(call(() -> (long) Calls.FREE.invokeExact(allocator, array)));
            }
        }
    }

    private void show(int place, long value, Arena arena, Look look) {
        MemorySegment answer = arena.allocate(JAVA_LONG);
        check(call(() -> (long) Calls.TYPE_AND_SHAPE.invokeExact(value, answer.address())));
        long shape = answer.get(JAVA_LONG, 0);
        long[] dims;
        try {
            check(call(() -> (long) Calls.DIMENSION_COUNT.invokeExact(shape, answer.address())));
            long rank = answer.get(JAVA_LONG, 0);
            MemorySegment lengths = arena.allocate(JAVA_LONG, Math.max(1, rank));
            check(call(() -> (long) Calls.DIMENSIONS.invokeExact(shape, lengths.address(), rank)));
            dims = lengths.asSlice(0, rank * JAVA_LONG.byteSize()).toArray(JAVA_LONG);
        } finally {
            release(Calls.RELEASE_SHAPE, shape);
        }
        check(call(() -> (long) Calls.DATA.invokeExact(value, answer.address())));
        look.at(place, dims, answer.get(JAVA_LONG, 0));
    }

    DeviceMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        release(Calls.RELEASE_BINDING, binding);
        release(Calls.RELEASE_MEMORY, memoryInfo);
    }

    private void check(long status) {
        if (status == OK) {
            return;
        }
        String message = MemorySegment.ofAddress(call(() -> (long) Calls.ERROR_MESSAGE.invokeExact(status)))
                .reinterpret(Long.MAX_VALUE)
                .getString(0);
        release(Calls.RELEASE_STATUS, status);
        throw new NarrowgaugeException(
                ErrorCode.MODEL_REJECTED_BY_RUNTIME,
                "ONNX Runtime stopped while running %s on %s: %s"
                        .formatted(model, memory.name(), RuntimeFailures.shorten(message)));
    }

    /** One of the C interface. */
    @FunctionalInterface
    private interface Call {
        long call() throws Throwable;
    }

    private static long call(Call function) {
        try {
            return function.call();
        } catch (Throwable e) {
            throw new IllegalStateException("a function of ONNX Runtime's C interface cannot be called", e);
        }
    }

    private static void release(MethodHandle function, long handle) {
        try {
            function.invokeExact(handle);
        } catch (Throwable e) {
            throw new IllegalStateException("a function of ONNX Runtime's C interface cannot be called", e);
        }
    }
}
