package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a session again and again, with chosen outputs. Outputs whose dimensions follow from the batch size are written
 * into memory that is reused from run to run, and so are the others while inputs keep their shapes; else they are copied
 * out of what ONNX Runtime allocates. So are all of them once a declared dimension has turned out wrong: exporters like to
 * leave a batch of 1 in a model that takes any.
 */
public final class BoundRun implements AutoCloseable {
    private final ModelSession session;
    private final String batchInput;
    private final List<TensorSlot> pinnable = new ArrayList<>();
    private final Set<String> allocated = new HashSet<>();
    private final Map<Long, PinnedTensors> pinnedByBatch = new HashMap<>();
    private final ShapedOutputs shaped;
    private final NativeNames nativeNames = new NativeNames();
    private final List<DeviceRun> onDevice = new ArrayList<>();
    private final Set<Map<String, List<Long>>> shapesOnDevice = new HashSet<>();
    private boolean hasRun;

    public BoundRun(ModelSession session, Collection<String> outputs) {
        this.session = session;
        this.shaped = new ShapedOutputs(session);
        List<TensorSlot> batchInputs =
                session.inputs().stream().filter(TensorSlot::hasFreeBatch).toList();
        batchInput = batchInputs.isEmpty() ? "" : batchInputs.getFirst().name();
        String batchName = batchInputs.isEmpty()
                ? ""
                : batchInputs.getFirst().dimensionNames().getFirst();
        for (TensorSlot slot : session.outputs()) {
            if (!outputs.contains(slot.name())) {
                continue;
            }
            if (followsBatch(slot, batchName)) {
                pinnable.add(slot);
            } else {
                allocated.add(slot.name());
            }
        }
    }

    /** Every output of the session. */
    public static BoundRun ofAll(ModelSession session) {
        return new BoundRun(
                session, session.outputs().stream().map(TensorSlot::name).toList());
    }

    /** The first output alone. */
    public static BoundRun ofFirst(ModelSession session) {
        return new BoundRun(session, List.of(session.outputs().getFirst().name()));
    }

    public TensorData runFirst(BatchFeed feed) {
        return run(feed).values().iterator().next();
    }

    /** The values are valid until the next run. Where no output is wanted there is nothing to run. */
    public Map<String, TensorData> run(BatchFeed feed) {
        if (pinnable.isEmpty() && allocated.isEmpty()) {
            return Map.of();
        }
        Optional<PinnedTensors> known = allocated.isEmpty() ? Optional.empty() : shaped.of(feed);
        if (pinnable.isEmpty() && known.isEmpty()) {
            return runUnpinned(feed);
        }
        try {
            Map<String, TensorData> values = runPinned(feed, known);
            hasRun = true;
            return values;
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                throw e;
            }
            if (known.isEmpty()) {
                unpin();
            } else {
                shaped.refute();
            }
            return run(feed);
        }
    }

    private void unpin() {
        closePinned();
        pinnable.forEach(slot -> allocated.add(slot.name()));
        pinnable.clear();
    }

    private Map<String, TensorData> runUnpinned(BatchFeed feed) {
        return run(feed, allocated, Map.of(), new LinkedHashMap<>());
    }

    private Map<String, TensorData> runPinned(BatchFeed feed, Optional<PinnedTensors> known) {
        PinnedTensors pinned = pinned(feed);
        Map<String, TensorData> values = new LinkedHashMap<>(pinned.data());
        if (known.isEmpty()) {
            return run(feed, allocated, pinned.tensors(), values);
        }
        Map<String, OnnxTensor> targets = new HashMap<>(pinned.tensors());
        targets.putAll(known.get().tensors());
        values.putAll(known.get().data());
        return run(feed, Set.of(), targets, values);
    }

    private Map<String, TensorData> run(
            BatchFeed feed, Set<String> requested, Map<String, OnnxTensor> targets, Map<String, TensorData> values) {
        Map<String, TensorData> copies = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(feed.tensors(), requested, targets)) {
            for (String name : requested) {
                OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
                copies.put(name, copy(tensor));
            }
        }
        if (!requested.isEmpty()) {
            shaped.remember(feed, copies);
        }
        values.putAll(copies);
        return values;
    }

    /** Memory that one more sample in a batch takes, as far as the dimensions are known. */
    public long bytesPerSample() {
        long bytes = 0;
        for (TensorSlot slot : pinnable) {
            long size = slot.type().size;
            for (long dim : slot.dims()) {
                size *= Math.max(1, dim);
            }
            bytes += size;
        }
        return bytes;
    }

    /** Whether the dimensions of all outputs follow from the batch size. */
    public boolean isFullyPinned() {
        return allocated.isEmpty();
    }

    /**
     * The batch that is fed now, to be run again and again; valid until this is closed. Where the provider has memory of its
     * own, the batch and its outputs lie there.
     */
    public PreparedRun prepared(BatchFeed feed) {
        return session.memory().isPresent() ? preparedIn(session.memory().get(), feed) : preparedOnHost(feed);
    }

    /** The same with inputs and outputs in memory of the host, whatever the provider: it copies at every run. */
    public PreparedRun preparedOnHost(BatchFeed feed) {
        if (!hasRun) {
            // Whether ONNX Runtime takes memory of ours shows when it does.
            run(feed);
        }
        PinnedTensors targets = pinned(feed);
        PreparedRun binding = new BindingRun(session, feed.tensors(), Set.copyOf(allocated), targets);
        return allocated.isEmpty()
                ? DirectRun.of(session, feed.tensors(), targets, binding, nativeNames)
                        .orElse(binding)
                : binding;
    }

    PreparedRun preparedIn(DeviceMemory memory, BatchFeed feed) {
        List<TensorSlot> wanted = session.outputs().stream()
                .filter(slot -> pinnable.contains(slot) || allocated.contains(slot.name()))
                .toList();
        long handle = session.nativeHandle()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "This ONNX Runtime keeps its sessions elsewhere, so that nothing can be bound to a device."));
        DeviceRun run =
                new DeviceRun(new IoBinding(handle, session.modelName(), nativeNames, memory), feed.tensors(), wanted);
        onDevice.add(run);
        if (shapesOnDevice.add(feed.shapes())) {
            // The first run of a shape chooses its convolutions, which is not to happen while something is timed.
            run.run();
        }
        return run;
    }

    @Override
    public void close() {
        onDevice.forEach(DeviceRun::close);
        closePinned();
        shaped.close();
    }

    private void closePinned() {
        pinnedByBatch.values().forEach(PinnedTensors::close);
        pinnedByBatch.clear();
    }

    private PinnedTensors pinned(BatchFeed feed) {
        long batchSize = batchInput.isEmpty()
                ? 1
                : feed.tensors().get(batchInput).getInfo().getShape()[0];
        return pinnedByBatch.computeIfAbsent(batchSize, this::allocate);
    }

    private PinnedTensors allocate(long batchSize) {
        PinnedTensors tensors = new PinnedTensors(session.environment());
        for (TensorSlot slot : pinnable) {
            long[] dims = slot.dims().stream().mapToLong(Long::longValue).toArray();
            if (slot.hasFreeBatch()) {
                dims[0] = batchSize;
            }
            tensors.add(slot.name(), slot.type(), dims);
        }
        return tensors;
    }

    private static boolean followsBatch(TensorSlot slot, String batchName) {
        List<Long> dims = slot.dims();
        boolean innerFixed = dims.stream().skip(1).allMatch(dim -> dim >= 0);
        boolean outerKnown = !slot.hasFreeBatch()
                || (!batchName.isEmpty()
                        && batchName.equals(slot.dimensionNames().getFirst()));
        return innerFixed && outerKnown;
    }

    static TensorData copy(OnnxTensor tensor) {
        long[] dims = tensor.getInfo().getShape();
        // Nothing has no address that a buffer could be made for.
        boolean isEmpty = Arrays.stream(dims).anyMatch(length -> length == 0);
        return TensorData.of(
                tensor.getInfo().type, dims, isEmpty ? ByteBuffer.allocateDirect(0) : tensor.getByteBuffer());
    }
}
