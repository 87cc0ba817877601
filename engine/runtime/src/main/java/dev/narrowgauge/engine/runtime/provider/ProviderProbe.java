package dev.narrowgauge.engine.runtime.provider;

import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.HostTransfer;
import dev.narrowgauge.domain.provider.NumberFormat;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.ShippedNetwork;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.proto.engine.PlacedNodes;
import dev.narrowgauge.proto.engine.Probe;
import dev.narrowgauge.proto.engine.Probed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a model on the CPU and then on a provider: where its nodes ran there, and how far its outputs are from the CPU's. */
public final class ProviderProbe {
    private static final int BATCHES = 4;
    private static final double NANOS_PER_MILLI = 1e6;

    private final OnnxRuntime runtime;
    private final Execution execution;

    /** @param runtime with the threads of its sessions */
    public ProviderProbe(OnnxRuntime runtime, Execution execution) {
        this.runtime = runtime;
        this.execution = execution;
    }

    public Probed probe(Probe request) throws IOException {
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            boolean shipped = request.getModelPath().isEmpty();
            Path file = shipped
                    ? ShippedNetwork.model(work)
                    : OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            String samples = shipped ? ShippedNetwork.samples(work).toString() : request.getDatasetPath();
            OnnxModel model = OnnxModelReader.read(file);
            try (SampleSet dataset = new SampleSource(samples, request.getDatasetSettingsJson()).open(model)) {
                BoundDataset data = dataset.bind(model.describe().inputs().stream()
                        .map(input -> InputSpec.of(input).fedFrom(dataset))
                        .toList());
                return probe(file, data, Math.max(1, request.getBatchSize()), work).toBuilder()
                        .setNumberFormat(format(model).name())
                        .build();
            }
        }
    }

    private Probed probe(Path file, BoundDataset data, int batchSize, TaskDirectory work) {
        List<Map<String, TensorData>> expected;
        try (ModelSession session = runtime.open(file, Optimization.FULL)) {
            expected = outputs(session, data, batchSize, nanos -> {});
        }
        Probed.Builder probed = recorded(file, data, batchSize, work.resolve("profile"), expected);
        timeTransfer(file, data, batchSize, probed);
        return probed.putAllOptions(runtime.on(execution).providerOptions()).build();
    }

    private Probed.Builder recorded(
            Path file, BoundDataset data, int batchSize, Path profile, List<Map<String, TensorData>> expected) {
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        try (ModelSession session = runtime.on(execution).openRecorded(file, profile)) {
            long loaded = System.nanoTime() - start;
            List<Map<String, TensorData>> found = outputs(session, data, batchSize, nanos::add);
            double difference = 0;
            for (int batch = 0; batch < expected.size(); batch++) {
                difference = Math.max(difference, OutputGap.share(expected.get(batch), found.get(batch)));
            }
            Placement placement = PlacementRecord.read(session.endProfiling(), execution.provider());
            return Probed.newBuilder()
                    .addAllNodes(placement.nodes().stream()
                            .map(ProviderProbe::message)
                            .toList())
                    .addAllFallback(placement.fallback())
                    .setDifference(difference)
                    .setLoadMillis(loaded / NANOS_PER_MILLI)
                    .setFirstMillis(nanos.getFirst() / NANOS_PER_MILLI);
        }
    }

    /** And looks at the device while it is still warm of it. */
    private void timeTransfer(Path file, BoundDataset data, int batchSize, Probed.Builder probed) {
        try (ModelSession session = runtime.on(execution).openAlone(file);
                BoundRun run = BoundRun.ofAll(session);
                Batches batches = data.batches(batchSize);
                BatchFeed feed = new BatchFeed(session)) {
            feed.take(batches.next());
            HostTransfer transfer = TransferTiming.of(run.prepared(feed), run.preparedOnHost(feed));
            probed.setDeviceMillis(transfer.deviceMillis()).setHostMillis(transfer.hostMillis());
            if (execution.provider() == Provider.CUDA) {
                Nvml.read(execution.device()).map(ProviderProbe::message).ifPresent(probed::setAccelerator);
            }
        }
    }

    /** Of the first batches, in memory of their own; the consumer hears what each run took, nanoseconds. */
    private static List<Map<String, TensorData>> outputs(
            ModelSession session, BoundDataset data, int batchSize, Consumer<Long> nanos) {
        List<Map<String, TensorData>> outputs = new ArrayList<>();
        try (BoundRun run = BoundRun.ofAll(session);
                Batches batches = data.batches(batchSize);
                BatchFeed feed = new BatchFeed(session)) {
            while (batches.hasNext() && outputs.size() < BATCHES) {
                feed.take(batches.next());
                long start = System.nanoTime();
                Map<String, TensorData> values = run.run(feed);
                nanos.accept(System.nanoTime() - start);
                Map<String, TensorData> copies = new LinkedHashMap<>();
                values.forEach((name, value) -> copies.put(name, value.copied()));
                outputs.add(copies);
            }
        }
        return outputs;
    }

    private static NumberFormat format(OnnxModel model) {
        if (model.describe().quantized()) {
            return NumberFormat.INT8;
        }
        boolean half = model.proto().getGraph().getInitializerList().stream()
                .anyMatch(tensor -> tensor.getDataType() == ElementType.FLOAT16.number()
                        || tensor.getDataType() == ElementType.BFLOAT16.number());
        return half ? NumberFormat.FLOAT16 : NumberFormat.FLOAT32;
    }

    private static PlacedNodes message(dev.narrowgauge.domain.provider.PlacedNodes placed) {
        return PlacedNodes.newBuilder()
                .setProvider(placed.provider())
                .setOpType(placed.operator())
                .setWork(placed.work().name())
                .setCount(placed.count())
                .setMicros(placed.micros())
                .build();
    }

    private static dev.narrowgauge.proto.engine.Accelerator message(Accelerator accelerator) {
        var message = dev.narrowgauge.proto.engine.Accelerator.newBuilder()
                .setName(accelerator.name())
                .setUuid(accelerator.uuid())
                .setDriver(accelerator.driver())
                .setComputeCapability(accelerator.computeCapability());
        set(accelerator.smClockMegahertz(), message::setSmClockMegahertz);
        set(accelerator.memoryClockMegahertz(), message::setMemoryClockMegahertz);
        set(accelerator.throttleReasons(), message::setThrottleReasons);
        set(accelerator.powerMilliwatts(), message::setPowerMilliwatts);
        set(accelerator.processMemoryBytes(), message::setProcessMemoryBytes);
        set(accelerator.computeProcesses(), message::setComputeProcesses);
        return message.build();
    }

    private static <T> void set(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
