package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measurements of one variant whose truth is known, for tests of what is made of them. */
final class MeasuredVariants {
    static final Evidence.Device DEVICE = new Evidence.Device("x86-vnni", "node-1", "a processor", "f00d");

    private MeasuredVariants() {}

    static Evidence.Measured measured(Precision precision, double ratio, long samples, long gained, long lost) {
        List<Double> baseline = new ArrayList<>();
        List<Double> variant = new ArrayList<>();
        for (int pair = 0; pair < 10; pair++) {
            double drift = 1 + 0.1 * Math.sin(pair);
            baseline.add(drift);
            variant.add(drift * ratio * (1 + 0.002 * Math.cos(3 * pair)));
        }
        long right = samples * 9 / 10;
        return new Evidence.Measured(
                "variant",
                precision.label(),
                precision,
                30,
                100,
                DEVICE,
                new AccuracyEvidence(samples, true, right, right + gained - lost, gained, lost, gained + lost, 40.0),
                new LatencyEvidence(
                        new LatencyEvidence.Summary(1_000, 1, 1, 1.2, 100L),
                        new LatencyEvidence.Summary(1_000, ratio, ratio, 1.2 * ratio, 100L),
                        forks(baseline, variant),
                        1,
                        7,
                        true));
    }

    /** Each with a round of its own. */
    static List<Fork> forks(List<Double> baseline, List<Double> variant) {
        return IntStream.range(0, baseline.size())
                .mapToObj(i -> new Fork(
                        List.of(),
                        List.of(),
                        List.of(new Round(List.of(
                                new Block(Role.BASELINE, baseline.get(i), List.of()),
                                new Block(Role.CONTROL, baseline.get(i), List.of()),
                                new Block(Role.VARIANT, variant.get(i), List.of()))))))
                .toList();
    }

    static Evidence.Measured with(Evidence.Measured measured, LatencyEvidence latency) {
        return with(measured, measured.device(), measured.accuracy(), latency, measured.noiseFloor());
    }

    static Evidence.Measured with(Evidence.Measured measured, AccuracyEvidence accuracy) {
        return with(measured, measured.device(), accuracy, measured.latency(), measured.noiseFloor());
    }

    static Evidence.Measured with(Evidence.Measured measured, NoiseFloor floor) {
        return with(measured, measured.device(), measured.accuracy(), measured.latency(), floor);
    }

    static Evidence.Measured on(Evidence.Device device, Evidence.Measured measured) {
        return with(measured, device, measured.accuracy(), measured.latency(), measured.noiseFloor());
    }

    static Evidence.Measured with(Evidence.Measured measured, FurtherEvidence further) {
        return with(measured, further, measured.recipeName(), measured.sha256());
    }

    static Evidence.Measured named(String recipe, Evidence.Measured measured) {
        return with(measured, measured.further(), recipe, measured.sha256());
    }

    static Evidence.Measured ofFile(String sha256, Evidence.Measured measured) {
        return with(measured, measured.further(), measured.recipeName(), sha256);
    }

    private static Evidence.Measured with(
            Evidence.Measured measured, FurtherEvidence further, String recipe, String sha256) {
        return new Evidence.Measured(
                measured.variantId(),
                recipe,
                measured.precision(),
                measured.sizeBytes(),
                measured.baselineSizeBytes(),
                measured.device(),
                measured.accuracy(),
                measured.latency(),
                measured.noiseFloor(),
                further,
                sha256);
    }

    private static Evidence.Measured with(
            Evidence.Measured measured,
            Evidence.Device device,
            AccuracyEvidence accuracy,
            LatencyEvidence latency,
            NoiseFloor floor) {
        return new Evidence.Measured(
                measured.variantId(),
                measured.recipeName(),
                measured.precision(),
                measured.sizeBytes(),
                measured.baselineSizeBytes(),
                device,
                accuracy,
                latency,
                floor,
                measured.further(),
                measured.sha256());
    }
}
