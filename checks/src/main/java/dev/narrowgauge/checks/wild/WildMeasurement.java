package dev.narrowgauge.checks.wild;

import dev.narrowgauge.checks.frame.BusyLoop;
import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.checks.judge.Agreement;
import dev.narrowgauge.checks.judge.Timing;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.cli.local.FileDigest;
import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the default of one network and everything that it is held against. */
final class WildMeasurement {
    private final Specimen specimen;
    private final Specimen.Files files;
    private final Path directory;
    private final Default ours;
    private final Peer peer;

    WildMeasurement(Specimen specimen, Specimen.Files files, Path directory, Path checkout, Peer peer) {
        this.specimen = specimen;
        this.files = files;
        this.directory = directory;
        this.ours = new Default(checkout, files);
        this.peer = peer;
    }

    WildFigures measure() {
        boolean quiet = Machine.awaitQuiet();
        Default.Made made = ours.quantize(directory.resolve("ours.onnx"));
        Default.Made again;
        try (BusyLoop _ = BusyLoop.start()) {
            again = ours.quantize(directory.resolve("again.onnx"));
        }
        List<Candidate> tried = new ArrayList<>();
        if (!made.decision().equals(Outcome.SHIP.name())) {
            tried.add(tried("static"));
            tried.add(tried("dynamic"));
        }
        List<Candidate> peers = new ArrayList<>();
        for (Peer.Way way : Peer.Way.values()) {
            peers.add(peer(way));
        }
        return new WildFigures(
                specimen.origin(),
                OnnxModelReader.read(files.model()).proto().getGraph().getNodeCount(),
                made.decision(),
                made.reason(),
                made.isThere() ? judged("the default", made, () -> ours.timed(made.file())) : null,
                sameFile(made, again),
                quiet,
                tried,
                peers);
    }

    private static boolean sameFile(Default.Made made, Default.Made again) {
        return made.isThere() == again.isThere()
                && (!made.isThere() || FileDigest.of(made.file()).equals(FileDigest.of(again.file())));
    }

    private Candidate tried(String mode) {
        try {
            Path recipe = Files.writeString(directory.resolve(mode + ".yaml"), "mode: " + mode + "\n");
            Default.Made made = ours.quantize(
                    directory.resolve(mode + ".onnx"), List.of("--recipe", recipe.toString(), "--no-latency-check"));
            return made.isThere()
                    ? judged("mode " + mode, made, () -> timed(made.file()))
                    : Candidate.failed("mode " + mode, made.decision());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Candidate judged(String name, Default.Made made, Supplier<Interval> ratio) {
        return judged(name, made.file(), ratio, made.seconds(), made.mebibytes());
    }

    private Candidate peer(Peer.Way way) {
        Path output = directory.resolve(way.name() + ".onnx");
        MeasuredCommand.Result result = peer.quantize(way, files.model(), files.calibration(), output);
        if (result.exit() != 0) {
            return Candidate.failed(way.label(), "not made");
        }
        return judged(way.label(), output, () -> timed(output), result.seconds(), result.mebibytes());
    }

    private Candidate judged(String name, Path file, Supplier<Interval> ratio, double seconds, double mebibytes) {
        try {
            return Candidate.of(
                    name,
                    Agreement.of(files.model(), file, files.fresh(), specimen.outputs()),
                    (double) size(file) / size(files.model()),
                    ratio.get(),
                    seconds,
                    mebibytes);
        } catch (NarrowgaugeException e) {
            return Candidate.failed(name, e.code().name());
        }
    }

    /** Twice where the file looks faster: what accuses a decision has to be seen again. */
    private Interval timed(Path file) {
        Interval first = Timing.ratio(files.model(), file, files.fresh());
        if (first.high() >= 1) {
            return first;
        }
        Interval second = Timing.ratio(files.model(), file, files.fresh());
        return second.high() > first.high() ? second : first;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
