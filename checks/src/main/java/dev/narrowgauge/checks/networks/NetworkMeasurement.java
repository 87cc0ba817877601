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

    /** What is compared is wanted whatever is decided about it: its time says what its answers would have to be worth. */
    private enum Purpose {
        TO_SHIP,
        TO_COMPARE
    }

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
            Quantized made = quantize(DEFAULT, file, Purpose.TO_SHIP);
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
        made(ALL, "all quantized", shipped).ifPresent(rivals::add);
        made(DYNAMIC, "dynamic", shipped).ifPresent(rivals::add);
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
    private Optional<Rival> made(String recipe, String name, Path shipped) {
        Path file = directory.resolve("rival.onnx");
        try {
            Quantized made = quantize(recipe, file, Purpose.TO_COMPARE);
            if (made.getQuantizedNodes() == 0) {
                return Optional.empty();
            }
            Rival rival = rival(name, file, shipped);
            boolean isDestroyed = made.getDecision().getOutcome().equals(Decision.Outcome.INVALID.name());
            return Optional.of(isDestroyed ? rival.breaking(made.getDecision().getReason()) : rival);
        } catch (NarrowgaugeException e) {
            return Optional.empty();
        }
    }

    private Quantized quantize(String recipe, Path file, Purpose purpose) {
        Quantize task = Quantize.newBuilder()
                .setModelPath(files.model().toString())
                .setCalibrationPath(files.calibration().toString())
                .setOutputPath(file.toString())
                .setRecipeJson(recipe)
                .setSkipLatencyCheck(purpose == Purpose.TO_COMPARE)
                .setKeepInvalid(purpose == Purpose.TO_COMPARE)
                .build();
        return Engine.installed().quantize(task, EngineCall.plain()).value();
    }
}
