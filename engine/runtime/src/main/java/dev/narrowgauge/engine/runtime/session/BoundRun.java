package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a session again and again, with chosen outputs. Outputs whose dimensions follow from the batch size are written
 * into memory that is reused from run to run; the others are copied out of what ONNX Runtime allocates. So are all of them
 * once a declared dimension has turned out wrong: exporters like to leave a batch of 1 in a model that takes any.
 */
public final class BoundRun implements AutoCloseable {
    private final ModelSession session;
    private final String batchInput;
    private final List<TensorSlot> pinnable = new ArrayList<>();
    private final Set<String> allocated = new HashSet<>();
    private final Map<Long, Map<String, NativeTensor>> pinnedByBatch = new HashMap<>();
    private boolean hasRun;

    public BoundRun(ModelSession session, Collection<String> outputs) {
        this.session = session;
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
        if (pinnable.isEmpty()) {
            return runUnpinned(feed);
        }
        try {
            Map<String, TensorData> values = runPinned(feed);
            hasRun = true;
            return values;
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME) {
                throw e;
            }
            unpin();
            return runUnpinned(feed);
        }
    }

    private void unpin() {
        pinnedByBatch.values().forEach(tensors -> tensors.values().forEach(NativeTensor::close));
        pinnedByBatch.clear();
        pinnable.forEach(slot -> allocated.add(slot.name()));
        pinnable.clear();
    }

    private Map<String, TensorData> runUnpinned(BatchFeed feed) {
        return run(feed, Map.of(), new LinkedHashMap<>());
    }

    private Map<String, TensorData> runPinned(BatchFeed feed) {
        Map<String, TensorData> values = new LinkedHashMap<>();
        Map<String, OnnxTensor> targets = new HashMap<>();
        pinned(feed).forEach((name, tensor) -> {
            targets.put(name, tensor.tensor());
            values.put(name, tensor.data());
        });
        return run(feed, targets, values);
    }

    private Map<String, TensorData> run(
            BatchFeed feed, Map<String, OnnxTensor> targets, Map<String, TensorData> values) {
        try (OrtSession.Result result = session.run(feed.tensors(), allocated, targets)) {
            for (String name : allocated) {
                OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
                values.put(name, copy(tensor));
            }
        }
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

    /** Runs and drops the values. When every output is pinned this allocates nothing but ONNX Runtime's own objects. */
    public Runnable prepared(BatchFeed feed) {
        if (!hasRun) {
            // Whether ONNX Runtime takes memory of ours shows when it does.
            run(feed);
        }
        Map<String, OnnxTensor> targets = new HashMap<>();
        pinned(feed).forEach((name, tensor) -> targets.put(name, tensor.tensor()));
        Map<String, OnnxTensor> tensors = feed.tensors();
        return () -> session.run(tensors, allocated, targets).close();
    }

    @Override
    public void close() {
        pinnedByBatch.values().forEach(tensors -> tensors.values().forEach(NativeTensor::close));
    }

    private Map<String, NativeTensor> pinned(BatchFeed feed) {
        long batchSize = batchInput.isEmpty()
                ? 1
                : feed.tensors().get(batchInput).getInfo().getShape()[0];
        return pinnedByBatch.computeIfAbsent(batchSize, this::allocate);
    }

    private Map<String, NativeTensor> allocate(long batchSize) {
        Map<String, NativeTensor> tensors = new LinkedHashMap<>();
        for (TensorSlot slot : pinnable) {
            List<Long> dims = new ArrayList<>(slot.dims());
            if (slot.hasFreeBatch()) {
                dims.set(0, batchSize);
            }
            tensors.put(slot.name(), NativeTensor.allocate(session.environment(), slot.type(), dims));
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

    private static TensorData copy(OnnxTensor tensor) {
        List<Long> dims = new ArrayList<>();
        for (long dim : tensor.getInfo().getShape()) {
            dims.add(dim);
        }
        return new TensorData(tensor.getInfo().type, dims, tensor.getByteBuffer());
    }
}
