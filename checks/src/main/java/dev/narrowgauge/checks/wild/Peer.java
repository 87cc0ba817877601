package dev.narrowgauge.checks.wild;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime's own quantizer in Python, as an expert uses it. */
final class Peer {
    private static final List<String> LIBRARIES =
            List.of("onnx==1.23.1", "onnxruntime==1.30.0", "numpy==2.4.6", "sympy==1.14.0");

    /** Ways to quantize; each is tried on every network. */
    enum Way {
        STATIC("static"),
        PER_TENSOR("static per tensor", "--per-tensor"),
        DYNAMIC("dynamic", "--dynamic");

        private final String label;
        private final List<String> options;

        Way(String label, String... options) {
            this.label = label;
            this.options = List.of(options);
        }

        String label() {
            return "the peer's " + label;
        }
    }

    private final Path python;
    private final Path script;

    private Peer(Path python, Path script) {
        this.python = python;
        this.script = script;
    }

    /** Makes a Python environment where the one asked for is the default and absent. */
    static Peer of(CheckOptions options) {
        Path script = options.shared().resolve("peer/peer.py");
        if (!Files.isRegularFile(script)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "%s has no peer/peer.py; give the directory of the sample models with --shared"
                            .formatted(options.shared()));
        }
        Path python = options.peerPython();
        Path environment = options.checkout().resolve(".peer");
        if (!Files.isExecutable(python) && python.startsWith(environment)) {
            run(options, List.of("python3", "-m", "venv", environment.toString()));
            List<String> install =
                    new ArrayList<>(List.of(environment.resolve("bin/pip").toString(), "install", "-q"));
            install.addAll(LIBRARIES);
            run(options, install);
        }
        MeasuredCommand.Result test = MeasuredCommand.in(options.checkout())
                .run(List.of(python.toString(), "-c", "import onnx, onnxruntime, numpy, sympy"));
        if (test.exit() != 0) {
            throw missing(python, test.errors());
        }
        return new Peer(python, script);
    }

    MeasuredCommand.Result quantize(Way way, Path model, Path calibration, Path output) {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                script.toString(),
                "quantize",
                model.toString(),
                "--calibration",
                calibration.toString(),
                "--out",
                output.toString(),
                "--raise-opset"));
        command.addAll(way.options);
        return MeasuredCommand.in(output.getParent()).run(command);
    }

    private static void run(CheckOptions options, List<String> command) {
        MeasuredCommand.Result result = MeasuredCommand.in(options.checkout()).run(command);
        if (result.exit() != 0) {
            throw missing(options.peerPython(), result.errors());
        }
    }

    private static NarrowgaugeException missing(Path python, String errors) {
        return new NarrowgaugeException(
                ErrorCode.NO_DEVICE,
                "%s is no Python with onnx, onnxruntime, numpy and sympy; give one with --peer-python. %s"
                        .formatted(python, errors.strip()));
    }
}
