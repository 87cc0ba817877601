package dev.narrowgauge.api.upload;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.domain.dataset.DatasetDescription;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.ModelDescription;
import dev.narrowgauge.domain.model.TensorDescription;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.proto.engine.InspectDataset;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.TensorMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/** Inspects in an engine child: what an upload contains can do no more than be refused. */
public final class EngineInspector implements Inspector {
    private final Engine engine;
    private final InspectionLanes lanes;

    public EngineInspector(Engine engine, InspectionLanes lanes) {
        this.engine = requireNonNull(engine, "engine is null");
        this.lanes = requireNonNull(lanes, "lanes is null");
    }

    @Override
    public ModelDescription inspectModel(Path file) {
        InspectModel task = InspectModel.newBuilder()
                .setModelPath(file.toAbsolutePath().toString())
                .setLoadInRuntime(true)
                .build();
        var model = refusing(
                ErrorCode.MODEL_REJECTED_BY_RUNTIME,
                "model '%s'".formatted(file.getFileName()),
                file,
                call -> engine.inspectModel(task, call).value());
        requireStorable(
                ErrorCode.MODEL_INVALID,
                "model '%s'".formatted(file.getFileName()),
                Stream.of(
                                Stream.of(model.getProducer()),
                                model.getOpCountsMap().keySet().stream(),
                                names(model.getInputsList()),
                                names(model.getOutputsList()))
                        .flatMap(names -> names));
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
        var dataset = refusing(
                ErrorCode.DATASET_UNREADABLE,
                "dataset '%s'".formatted(file.getFileName()),
                file,
                call -> engine.inspectDataset(task, call).value());
        requireStorable(
                ErrorCode.DATASET_UNREADABLE,
                "dataset '%s'".formatted(file.getFileName()),
                names(dataset.getTensorsList()));
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

    /** A child that has begun and does not survive the file is the file's doing: sent again, it would do so again. */
    private <T> T refusing(ErrorCode code, String upload, Path file, Function<EngineCall, T> inspection) {
        AtomicReference<EngineLimits> last = new AtomicReference<>();
        try {
            return lanes.run(size(file), limits -> {
                last.set(limits);
                return inspection.apply(new EngineCall(limits, ProgressListener.none(), new CancelToken()));
            });
        } catch (NarrowgaugeException e) {
            String sentence = switch (e.code()) {
                case ENGINE_CRASHED ->
                    "Inspecting the %s failed: %s; check that it loads elsewhere, and export it again."
                            .formatted(upload, e.getMessage());
                case ENGINE_TIMED_OUT ->
                    "Inspecting the %s took more than %d s; upload a smaller one, or allow more time for inspection."
                            .formatted(upload, last.get().deadline().toSeconds());
                case ENGINE_OUT_OF_MEMORY ->
                    "Inspecting the %s needed more than %d MiB of memory; upload a smaller one."
                            .formatted(upload, last.get().memoryBytes() >> 20);
                default -> throw e;
            };
            throw new NarrowgaugeException(code, sentence, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file calls its parts is kept with it. */
    private static void requireStorable(ErrorCode code, String upload, Stream<String> names) {
        if (!names.allMatch(PlainText::isStorable)) {
            throw new NarrowgaugeException(
                    code, "The %s contains a name with a NUL character; rename that.".formatted(upload));
        }
    }

    private static Stream<String> names(List<TensorMessage> tensors) {
        return tensors.stream().map(TensorMessage::getName);
    }

    private static List<TensorDescription> tensors(List<TensorMessage> tensors) {
        return tensors.stream()
                .map(tensor -> new TensorDescription(tensor.getName(), tensor.getElementType(), tensor.getDimsList()))
                .toList();
    }
}
