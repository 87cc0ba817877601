package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does with a model what is to show its fault, in an engine child of its own, and says what showed. */
final class Judge {
    /** Of this machine, and not of the model. */
    private static final Set<ErrorCode> NOT_OF_THE_MODEL =
            EnumSet.of(ErrorCode.MACHINE_BUSY, ErrorCode.OUTPUT_NOT_WRITABLE);

    private final Engine engine;
    private final Question question;
    private final Path directory;
    private final Set<String> namesOfWhole;

    /**
     * @param directory for the files of one try after the other
     * @param whole whose names are no part of what is wrong, in whatever is left of it either
     */
    Judge(Engine engine, Question question, Path directory, ModelProto whole) {
        this.engine = engine;
        this.question = question;
        this.directory = directory;
        this.namesOfWhole = ModelNames.of(whole);
    }

    /** Empty where nothing is wrong. */
    Optional<Symptom> symptom(FaultyModel model, EngineCall call) {
        Optional<GivenSamples> data = Optional.of(model.samples())
                .filter(samples -> !samples.isEmpty())
                .map(this::write);
        return symptom(model.model(), data, call);
    }

    /** As above with samples that were not read. */
    Optional<Symptom> symptom(ModelProto model, Optional<GivenSamples> data, EngineCall call) {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(model, file);
        try {
            return switch (question.exercise()) {
                case QUANTIZE -> quantized(file, data, call);
                case RUN -> ran(file, data, call);
                case OPTIMIZATIONS -> optimized(file, data.orElseThrow(), call);
                case PREPARATION -> prepared(file, data.orElseThrow(), call);
            };
        } catch (NarrowgaugeException failure) {
            requireOfTheModel(failure);
            return Optional.of(symptom(failure, model));
        }
    }

    /** Throws what another machine, or this one at another time, would not say. */
    static void requireOfTheModel(NarrowgaugeException failure) {
        boolean ofTheMachine = failure.code().kind() == ErrorKind.INFRASTRUCTURE;
        if (ofTheMachine || NOT_OF_THE_MODEL.contains(failure.code())) {
            throw failure;
        }
    }

    private Symptom symptom(NarrowgaugeException failure, ModelProto model) {
        Set<String> names = new HashSet<>(namesOfWhole);
        names.addAll(ModelNames.of(model));
        String message = failure.getMessage().replace(directory + "/", "");
        return Symptom.of(new NarrowgaugeException(failure.code(), message), names);
    }

    private GivenSamples write(Samples samples) {
        Path file = directory.resolve("data.npz");
        samples.write(file);
        return GivenSamples.archive(file);
    }

    private Optional<Symptom> quantized(Path file, Optional<GivenSamples> data, EngineCall call) {
        Quantize.Builder task = Quantize.newBuilder()
                .setModelPath(file.toString())
                .setRecipeJson(question.recipeJson())
                .setOutputPath(directory.resolve("variant.onnx").toString())
                .setSkipLatencyCheck(question.when() != Fault.SLOWER)
                .setKeepInvalid(true);
        data.ifPresent(samples ->
                task.setCalibrationPath(samples.path().toString()).setCalibrationSettingsJson(samples.settingsJson()));
        Quantized quantized = engine.quantize(task.build(), call).value();
        return question.when() == Fault.SLOWER
                ? slower(quantized)
                : diverging(quantized.getComparedList(), "of the quantized model");
    }

    private Optional<Symptom> slower(Quantized quantized) {
        Latency latency = quantized.getLatency();
        if (!quantized.hasLatency() || latency.getRatioLow() <= question.leastRatio()) {
            return Optional.empty();
        }
        Interval ratio = new Interval(
                latency.getRatio(), latency.getRatioLow(), latency.getRatioHigh(), latency.getConfidence());
        Slowness slowness = new Slowness(ratio, latency.getVariantMillis() - latency.getBaselineMillis());
        return Optional.of(Symptom.slower(
                slowness,
                "The quantized model takes %s of the time of the original (%s)"
                        .formatted(Numbers.ratio(ratio.estimate()), Numbers.interval(ratio))));
    }

    private Optional<Symptom> ran(Path file, Optional<GivenSamples> data, EngineCall call) {
        if (data.isEmpty()) {
            engine.inspectModel(
                    InspectModel.newBuilder()
                            .setModelPath(file.toString())
                            .setLoadInRuntime(true)
                            .setWorkDirectory(directory.toString())
                            .build(),
                    call);
            return Optional.empty();
        }
        Evaluate task = Evaluate.newBuilder()
                .setBaselinePath(file.toString())
                .setDatasetPath(data.get().path().toString())
                .setDatasetSettingsJson(data.get().settingsJson())
                .build();
        engine.evaluate(task, call);
        return Optional.empty();
    }

    private Optional<Symptom> optimized(Path file, GivenSamples data, EngineCall call) {
        Evaluate task = Evaluate.newBuilder()
                .setBaselinePath(file.toString())
                .setVariantPath(file.toString())
                .setVariantAsWritten(true)
                .setDatasetPath(data.path().toString())
                .setDatasetSettingsJson(data.settingsJson())
                .build();
        return diverging(engine.evaluate(task, call).value().getOutputsList(), "without optimizations");
    }

    private Optional<Symptom> prepared(Path file, GivenSamples data, EngineCall call) {
        Path prepared = directory.resolve("prepared.onnx");
        Explain preparation = Explain.newBuilder()
                .setModelPath(file.toString())
                .setCalibrationPath(data.path().toString())
                .setCalibrationSettingsJson(data.settingsJson())
                .setRecipeJson(question.recipeJson())
                .setPreparedPath(prepared.toString())
                .build();
        engine.explain(preparation, call);
        Evaluate task = Evaluate.newBuilder()
                .setBaselinePath(file.toString())
                .setVariantPath(prepared.toString())
                .setDatasetPath(data.path().toString())
                .setDatasetSettingsJson(data.settingsJson())
                .build();
        return diverging(engine.evaluate(task, call).value().getOutputsList(), "of the prepared model");
    }

    /** The worst output, where it is too bad. */
    private Optional<Symptom> diverging(List<dev.narrowgauge.proto.engine.OutputAgreement> outputs, String compared) {
        return outputs.stream()
                .filter(output -> output.hasSqnrDb() && output.getSqnrDb() < question.below())
                .min(Comparator.comparingDouble(dev.narrowgauge.proto.engine.OutputAgreement::getSqnrDb))
                .map(worst -> Symptom.measured(
                        Fault.DIVERGES,
                        worst.getSqnrDb() > OutputAgreement.NOT_A_NUMBER_DB ? "far" : "not a number",
                        "The output '%s' %s is at %s of the float model's, below %s"
                                .formatted(
                                        worst.getOutput(),
                                        compared,
                                        Numbers.decibel(worst.getSqnrDb()),
                                        Numbers.decibel(question.below()))));
    }
}
