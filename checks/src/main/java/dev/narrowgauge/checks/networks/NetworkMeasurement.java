package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.frame.TemporaryDirectory;
import dev.narrowgauge.checks.judge.Agreement;
import dev.narrowgauge.checks.judge.Timing;
import dev.narrowgauge.checks.networks.NetworkFigures.Rival;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the default of one network and its rivals, and times them in turn. */
final class NetworkMeasurement {
    private static final String DEFAULT = "";
    private static final String ALL = """
            {"mode": "static", "calibration": {"method": "minmax"},
             "overrides": {"nodes": [{"match": ["*"], "placement": "quantized"}]}}""";
    private static final String DYNAMIC = """
            {"mode": "dynamic"}""";

    private final RandomNetwork.Files files;
    private final Path directory;

    private NetworkMeasurement(RandomNetwork.Files files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    static NetworkFigures measure(RandomNetwork network) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            return new NetworkMeasurement(network.write(directory.path()), directory.path()).figures(network);
        }
    }

    private NetworkFigures figures(RandomNetwork network) {
        Path file = directory.resolve("default.onnx");
        String decision;
        String reason;
        try {
            Quantized made = quantize(DEFAULT, file, false);
            decision = made.getDecision().getOutcome();
            reason = made.getDecision().getReason();
        } catch (NarrowgaugeException e) {
            decision = e.code().name();
            reason = e.getMessage();
        }
        boolean kept =
                decision.equals(Decision.Outcome.SHIP.name()) || decision.equals(Decision.Outcome.CANNOT_TELL.name());
        Path shipped = kept ? file : files.model();
        double fileRatio = Files.exists(file)
                ? Timing.ratio(files.model(), file, files.calibration()).estimate()
                : Double.NaN;
        List<Rival> rivals = new ArrayList<>();
        if (shipped.equals(file)) {
            rivals.add(rival("float", files.model(), shipped));
        }
        made(ALL, "all").ifPresent(all -> rivals.add(rival("all quantized", all, shipped)));
        made(DYNAMIC, "dynamic").ifPresent(dynamic -> rivals.add(rival("dynamic", dynamic, shipped)));
        return new NetworkFigures(
                network.family().label(),
                files.nodes(),
                decision,
                reason,
                fileRatio,
                shipped.equals(file) ? "default" : "fp32",
                rivals);
    }

    private Rival rival(String name, Path file, Path shipped) {
        Interval ratio = Timing.ratio(file, shipped, files.calibration());
        boolean confirmed = NetworkFigures.isClear(ratio.low())
                && NetworkFigures.isClear(
                        Timing.ratio(file, shipped, files.calibration()).low());
        return new Rival(
                name,
                Agreement.of(files.model(), file, files.fresh(), RandomNetwork.KINDS)
                        .broken(),
                ratio.estimate(),
                ratio.low(),
                ratio.high(),
                confirmed);
    }

    /** Empty where the network has nothing that could be quantized so. */
    private Optional<Path> made(String recipe, String name) {
        Path file = directory.resolve(name + ".onnx");
        try {
            return quantize(recipe, file, true).getQuantizedNodes() > 0 ? Optional.of(file) : Optional.empty();
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }

    private Quantized quantize(String recipe, Path file, boolean untimed) {
        Quantize task = Quantize.newBuilder()
                .setModelPath(files.model().toString())
                .setCalibrationPath(files.calibration().toString())
                .setOutputPath(file.toString())
                .setRecipeJson(recipe)
                .setSkipLatencyCheck(untimed)
                .build();
        return Engine.installed().quantize(task, EngineCall.plain()).value();
    }
}
