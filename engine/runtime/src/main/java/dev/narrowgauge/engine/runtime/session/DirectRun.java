package dev.narrowgauge.engine.runtime.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Through the function {@code Run} of ONNX Runtime's C interface, on the session and the tensors of the Java interface: names
 * and handles are laid out once, and a run is one call with eight numbers. The Java interface builds maps and arrays anew at
 * every run; of a network of digits that takes a tenth of the time that is to be measured, and calls for the collector.
 */
final class DirectRun implements PreparedRun {
    /** Places of functions in {@code OrtApi}. */
    private static final int RUN = 9;

    private static final int RELEASE_STATUS = 93;

    private static final long NO_OPTIONS = 0;
    private static final long OK = 0;

    /** Null where it is not found; a constant that is not wrapped, for only then the call is compiled into the loop. */
    private static final MethodHandle CALL = NativeFunctions.find(
                    RUN,
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG))
            .orElse(null);

    /** Keeps the memory of what the call refers to. */
    private final NativeNames nativeNames;

    private final PreparedRun binding;
    private final PinnedTensors targets;
    private final long session;
    private final Slots inputs;
    private final Slots outputs;

    /** Names of inputs or outputs and their values, as C takes them. */
    private record Slots(long names, long values, long count) {}

    /** Only where a run has failed. */
    private static final class Release {
        private static final MethodHandle CALL = NativeFunctions.find(
                        RELEASE_STATUS, FunctionDescriptor.ofVoid(JAVA_LONG))
                .orElseThrow();
    }

    private DirectRun(
            PreparedRun binding,
            PinnedTensors targets,
            long session,
            Map<String, OnnxTensor> feed,
            NativeNames nativeNames) {
        this.nativeNames = nativeNames;
        this.binding = binding;
        this.targets = targets;
        this.session = session;
        this.inputs = slots(feed);
        this.outputs = slots(targets.tensors());
    }

    /**
     * Empty where ONNX Runtime's library or its handles cannot be reached.
     *
     * @param binding the same run through the Java interface, which says what is wrong when it fails
     * @param targets of all outputs
     * @param nativeNames shared by all runs of a session
     */
    static Optional<PreparedRun> of(
            ModelSession session,
            Map<String, OnnxTensor> feed,
            PinnedTensors targets,
            PreparedRun binding,
            NativeNames nativeNames) {
        OptionalLong handle = session.nativeHandle();
        if (CALL == null || handle.isEmpty()) {
            return Optional.empty();
        }
        boolean reachable = NativeHandles.areReachable(feed.values())
                && NativeHandles.areReachable(targets.tensors().values());
        return reachable
                ? Optional.of(new DirectRun(binding, targets, handle.getAsLong(), feed, nativeNames))
                : Optional.empty();
    }

    @Override
    public void run() {
        long status = call();
        if (status != OK) {
            release(status);
            binding.run();
            binding.release();
        }
    }

    @Override
    public Map<String, TensorData> values() {
        return targets.data();
    }

    /** All memory is ours. */
    @Override
    public void release() {}

    private long call() {
        try {
            return (long) CALL.invokeExact(
                    session,
                    NO_OPTIONS,
                    inputs.names,
                    inputs.values,
                    inputs.count,
                    outputs.names,
                    outputs.count,
                    outputs.values);
        } catch (Throwable e) {
            throw new IllegalStateException("ONNX Runtime's Run cannot be called", e);
        }
    }

    private static void release(long status) {
        try {
            Release.CALL.invokeExact(status);
        } catch (Throwable e) {
            throw new IllegalStateException("ONNX Runtime's ReleaseStatus cannot be called", e);
        }
    }

    private Slots slots(Map<String, OnnxTensor> tensors) {
        int count = tensors.size();
        // The names, then the values: one piece of memory, of many batches it would be many otherwise.
        long[] words = new long[2 * count];
        int slot = 0;
        for (Map.Entry<String, OnnxTensor> tensor : tensors.entrySet()) {
            words[slot] = nativeNames.address(tensor.getKey());
            words[count + slot] = NativeHandles.of(tensor.getValue()).orElseThrow();
            slot++;
        }
        long address = nativeNames.memory().allocateFrom(JAVA_LONG, words).address();
        return new Slots(address, address + count * JAVA_LONG.byteSize(), count);
    }
}
