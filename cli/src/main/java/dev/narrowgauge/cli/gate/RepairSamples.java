package dev.narrowgauge.cli.gate;

import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.service.ContentPush;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.LeastSamples;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.engine.onnx.dataset.NpzHalves;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The evaluation samples of a gate in two halves: one that recipes are chosen by, and one that none of them has seen. */
record RepairSamples(Path file, NpzHalves halves) {
    /**
     * @param evaluation the option's value
     * @throws NarrowgaugeException REQUEST_INVALID where it cannot be dealt out, or one half could let nothing pass
     */
    static RepairSamples of(String evaluation, Policy policy) {
        Path file = Path.of(evaluation);
        if (!Files.isRegularFile(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--repair deals the evaluation samples out to two halves, and %s is no file here: give the .npz as --evaluation."
                            .formatted(evaluation));
        }
        NpzHalves halves = NpzHalves.of(file);
        requireEnough(file, halves, policy);
        return new RepairSamples(file, halves);
    }

    private static void requireEnough(Path file, NpzHalves halves, Policy policy) {
        long samples = Math.min(halves.units(false), halves.units(true));
        boolean labelled;
        try (SampleSet set = SampleSet.open(file)) {
            labelled = set.hasLabels();
        }
        OptionalLong needed = LeastSamples.beyond(policy, Math.max(1, samples), labelled);
        if (samples == 0 || needed.isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--repair judges what it finds on samples that it did not choose by, and half of %s is %s: the policy takes at least %s in each half, %s altogether, of which no cluster is counted twice. Give more evaluation samples, or leave --repair out."
                            .formatted(
                                    file,
                                    Numbers.counted(samples, "independent sample"),
                                    Numbers.count(needed.orElse(1)),
                                    Numbers.count(2 * needed.orElse(1))));
        }
    }

    /** The SHA-256 by which the service knows one half. */
    String push(boolean held, ContentPush push) {
        try {
            Path folder = Files.createTempDirectory("narrowgauge-repair-");
            Path half = folder.resolve(held ? "held-out.npz" : "repair.npz");
            try {
                halves.write(held, half);
                return push.idOf(Content.DATASET, half.toString());
            } finally {
                Files.deleteIfExists(half);
                Files.deleteIfExists(folder);
            }
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, failure),
                    "The halves of %s cannot be written to the folder for temporary files: %s"
                            .formatted(file, failure.getMessage()),
                    failure);
        }
    }

    int count(boolean held) {
        return halves.samples(held).size();
    }

    /** @param sha256 of the half as it was pushed */
    Map<String, Object> described(boolean held, String sha256) {
        Map<String, Object> half = new LinkedHashMap<>();
        half.put("samples", count(held));
        half.put("independent", halves.units(held));
        half.put("sha256", sha256);
        half.put("indicesSha256", Sha256.of(halves.samples(held).toString()));
        return half;
    }
}
