package dev.narrowgauge.api.upload;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorInfo;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.proto.engine.InspectDataset;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.TensorDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Inspects in an engine child, a few at a time: what an upload contains can do no more than be refused. */
public final class EngineInspector implements Inspector {
    private final Engine engine;
    private final EngineLimits limits;
    private final Semaphore slots;

    public EngineInspector(Engine engine, EngineLimits limits, int concurrency) {
        this.engine = requireNonNull(engine, "engine is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.slots = new Semaphore(concurrency, true);
    }

    @Override
    public ModelDescription inspectModel(Path file) {
        InspectModel task = InspectModel.newBuilder()
                .setModelPath(file.toAbsolutePath().toString())
                .setLoadInRuntime(true)
                .build();
        var model = inTurn(() -> refusing(
                        ErrorCode.MODEL_REJECTED_BY_RUNTIME,
                        "model '%s'".formatted(file.getFileName()),
                        () -> engine.inspectModel(task, call())))
                .value();
        return new ModelDescription(
                model.getIrVersion(),
                model.getOpset(),
                model.getProducer(),
                tensors(model.getInputsList()),
                tensors(model.getOutputsList()),
                model.getParameterCount(),
                model.getNodeCount(),
                model.getOpCountsMap(),
                model.getQuantized());
    }

    @Override
    public InspectedDataset inspectDataset(Path file) {
        InspectDataset task = InspectDataset.newBuilder()
                .setDatasetPath(file.toAbsolutePath().toString())
                .build();
        var dataset = inTurn(() -> refusing(
                        ErrorCode.DATASET_UNREADABLE,
                        "dataset '%s'".formatted(file.getFileName()),
                        () -> engine.inspectDataset(task, call())))
                .value();
        boolean labelled = dataset.getHasLabels();
        DatasetDescription description = new DatasetDescription(
                tensors(dataset.getTensorsList()),
                dataset.getSamples(),
                labelled,
                labelled ? OptionalLong.of(dataset.getMinLabel()) : OptionalLong.empty(),
                labelled ? OptionalLong.of(dataset.getMaxLabel()) : OptionalLong.empty());
        long[] digests = dataset.getSampleDigestsList().stream()
                .mapToLong(Long::longValue)
                .toArray();
        return new InspectedDataset(description, digests);
    }

    private EngineCall call() {
        return new EngineCall(limits, ProgressListener.none(), new CancelToken());
    }

    /** A child that has begun and does not survive the file is the file's doing: sent again, it would do so again. */
    private <T> T refusing(ErrorCode code, String upload, Supplier<T> inspection) {
        try {
            return inspection.get();
        } catch (NarrowgaugeException e) {
            if (e.code() == ErrorCode.ENGINE_CRASHED) {
                throw new NarrowgaugeException(
                        code,
                        "Inspecting the %s failed: %s; check that it loads elsewhere, and export it again."
                                .formatted(upload, e.getMessage()),
                        e);
            }
            if (e.code() == ErrorCode.ENGINE_TIMED_OUT) {
                throw new NarrowgaugeException(
                        code,
                        "Inspecting the %s took more than %d s; upload a smaller one, or allow more time for inspection."
                                .formatted(upload, limits.deadline().toSeconds()),
                        e);
            }
            if (e.code() == ErrorCode.ENGINE_OUT_OF_MEMORY) {
                throw new NarrowgaugeException(
                        code,
                        "Inspecting the %s needed more than %d MiB of memory; upload a smaller one."
                                .formatted(upload, limits.memoryBytes() >> 20),
                        e);
            }
            throw e;
        }
    }

    private <T> T inTurn(Supplier<T> inspection) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; upload again once it is back.", e);
        }
        try {
            return inspection.get();
        } finally {
            slots.release();
        }
    }

    private static List<TensorInfo> tensors(List<TensorDescription> tensors) {
        return tensors.stream()
                .map(tensor -> new TensorInfo(tensor.getName(), tensor.getElementType(), tensor.getDimsList()))
                .toList();
    }
}
